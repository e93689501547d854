import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { AgentEventsTable } from '../database/resolution-tables.ts';
import type { Database } from '../database/schema.ts';

/** What can be enqueued, with what each job needs to know. */
export interface JobPayloads {
  readonly discover: { readonly customerId: string; readonly onboardingId: string };
  readonly run_analysis: { readonly analysisId: string };
  readonly validate_recommendation: {
    readonly recommendationId: string;
    readonly agentType: components['schemas']['AgentType'];
  };
  readonly run_step: { readonly optimizationId: string; readonly position: number };
  readonly compensate_step: {
    readonly optimizationId: string;
    readonly position: number;
    /** How often it was tried before. */
    readonly retry?: number;
  };
  readonly finish_optimization: { readonly optimizationId: string };
  readonly conclude_rollback: { readonly optimizationId: string };
  readonly advance_resolution: { readonly resolutionId: string };
  readonly tell_agent: {
    readonly resolutionId: string;
    readonly agentType: components['schemas']['AgentType'];
    readonly eventType: AgentEventsTable['event_type'];
    readonly message: string;
  };
  readonly record_outcome: { readonly optimizationId: string };
  readonly record_spend: { readonly customerId: string };
  readonly record_use: {
    readonly customerId: string;
    readonly provider: components['schemas']['CloudProvider'];
  };
  readonly record_latency: { readonly customerId: string };
  readonly run_task: { readonly taskId: string; readonly visit: number };
  readonly forget_customer: { readonly customerId: string };
}

export type JobName = keyof JobPayloads;

/** The work of one kind of job. An error makes the queue try again later; the job must bear to be run again at any point. */
export type Job<N extends JobName> = (payload: JobPayloads[N], attempt: Attempt) => Promise<void>;

export interface Attempt {
  readonly isLast: boolean;
}

/** How often a job is tried in all; the queue waits exp(attempts) seconds between two tries, at most exp(10). */
const MAX_ATTEMPTS: Readonly<Record<JobName, number>> = {
  discover: 8,
  run_analysis: 8,
  validate_recommendation: 8,
  run_step: 4,
  compensate_step: 25,
  finish_optimization: 25,
  conclude_rollback: 25,
  advance_resolution: 8,
  tell_agent: 25,
  record_outcome: 25,
  record_spend: 8,
  record_use: 8,
  record_latency: 8,
  run_task: 25,
  forget_customer: 25,
};

/** Enqueues a job in the transaction that makes it necessary; without a time it starts as soon as that commits. */
export async function enqueue<N extends JobName>(
  trx: Kysely<Database>,
  name: N,
  payload: JobPayloads[N],
  options: { readonly runAt?: RawBuilder<Date> } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name},
    payload := ${JSON.stringify(payload)}::json,
    max_attempts := ${MAX_ATTEMPTS[name]},
    run_at := ${options.runAt ?? sql`now()`}
  )`.execute(trx);
}
