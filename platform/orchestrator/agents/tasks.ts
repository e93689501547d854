import { z } from 'zod';
import type { components } from '../../../contracts/generated/agents.ts';
import { cloudProvider, facts, finding, market, money, proposal } from './findings.ts';

type Schemas = components['schemas'];
type AgentType = Schemas['AgentType'];

/** Which agent does a task, how long it may take, and what an answer must look like (contracts/agents.yaml). */
interface TaskDefinition<Output> {
  readonly agentType: AgentType;
  /** Long tasks wait for machines or engines, or ask a model many questions. */
  readonly duration: 'short' | 'long';
  readonly output: z.ZodType<Output>;
}

const share = z.number().min(0);
const agentType = z.enum(['cost', 'performance', 'resource', 'application']);

const instance = z.strictObject({
  instance_id: z.string(),
  cloud_provider: cloudProvider,
  name: z.string(),
  instance_type: z.string(),
  region: z.string(),
  market,
  fault_tolerant: z.boolean(),
  latency_critical: z.boolean(),
  launched_at: z.iso.datetime(),
  monthly_cost: money,
}) satisfies z.ZodType<Schemas['Instance']>;

const found = z.strictObject({ findings: z.array(finding), recommendations: z.array(proposal) });
const workload = z.strictObject({
  instances: z.array(z.strictObject({ instance_id: z.string(), utilization: z.number().min(0).max(1) })),
});
const created = z.strictObject({
  created: z.array(z.strictObject({ instance_id: z.string(), replaces: z.string() })),
});

function define<Output>(
  agent: AgentType,
  duration: 'short' | 'long',
  output: z.ZodType<Output>,
): TaskDefinition<Output> {
  return { agentType: agent, duration, output };
}

export const tasks = {
  discover_infrastructure: define('resource', 'short', z.strictObject({ instances: z.array(instance) })),
  create_spot_instances: define('resource', 'long', created),
  create_instances: define('resource', 'long', created),
  create_placed_instances: define('resource', 'long', created),
  check_workload: define('resource', 'short', workload),
  measure_use: define(
    'resource',
    'short',
    z.strictObject({
      instances: z.array(z.strictObject({ instance_id: z.string(), hours: z.number().int().min(1) })),
    }),
  ),
  terminate_instances: define('resource', 'long', z.strictObject({ terminated: z.array(z.string()) })),
  check_spot_interruptions: define('resource', 'short', z.strictObject({ interrupted: z.array(z.string()) })),
  analyze_cost: define('cost', 'long', found.extend({ monthly_cost: money })),
  analyze_performance: define('performance', 'long', found),
  analyze_resources: define('resource', 'long', found),
  measure_spend: define(
    'cost',
    'short',
    z.strictObject({
      monthly_cost: money,
      running: z.array(z.string()),
      reservations: z.array(z.string()).default([]),
    }),
  ),
  purchase_reservation: define('cost', 'long', z.strictObject({ reservation_id: z.string() })),
  record_outcome: define('cost', 'short', z.strictObject({ stored: z.boolean() })),
  validate_recommendation: define(
    'performance',
    'long',
    z.strictObject({
      agent_type: agentType,
      approved: z.boolean(),
      reason: z.string(),
      baseline_established: z.boolean().optional(),
      facts: facts.default({}),
    }),
  ),
  // Every agent's; the request says whose.
  note_resolution: define('cost', 'short', z.strictObject({ noted: z.literal(true) })),
  open_window: define('performance', 'short', z.strictObject({ snapshot: z.record(z.string(), z.unknown()) })),
  close_window: define(
    'performance',
    'short',
    z.strictObject({
      verdict: z.enum(['pass', 'latency_breach', 'slo_breach', 'error_rate_breach', 'latency_unmeasured']),
      requests: z.number().int().min(0),
      latency_p95_changed: z.number(),
      latency_p99_changed: z.number(),
      latency_p95_unchanged: z.number(),
      latency_degradation: z.number(),
      error_rate: share,
    }),
  ),
  measure_error_budget: define(
    'performance',
    'short',
    z.strictObject({ allowed: share, measured: share, kept: z.boolean() }),
  ),
  measure_latency: define(
    'performance',
    'short',
    z.strictObject({
      deployments: z.array(z.strictObject({ deployment: z.string(), latency_p95: z.number().min(0) })),
    }),
  ),
  establish_baseline: define(
    'application',
    'long',
    z.strictObject({
      approved: z.boolean(),
      baseline_established: z.boolean(),
      reason: z.string(),
      quality: z.number().min(0).max(1),
      hallucination_share: share,
    }),
  ),
  analyze_quality: define(
    'application',
    'long',
    z.strictObject({
      deployments: z.array(
        z.strictObject({
          deployment: z.string(),
          quality: z.number().min(0).max(1),
          hallucination_share: share,
          answers: z.number().int().min(0),
        }),
      ),
    }),
  ),
  validate_quality: define(
    'application',
    'long',
    z.strictObject({
      verdict: z.enum(['approve', 'review', 'reject', 'unmeasured']),
      quality: z.number().min(0).max(1),
      quality_baseline: z.number().min(0).max(1),
      quality_drop: z.number(),
      hallucination_share: share,
      answers: z.number().int().min(0),
    }),
  ),
} as const;

export type TaskType = keyof typeof tasks;
export type TaskOutput<T extends TaskType> = z.infer<(typeof tasks)[T]['output']>;

/** The parameters that the contract asks for, by task type. */
export interface TaskParameters {
  readonly discover_infrastructure: Schemas['DiscoverInfrastructureParameters'];
  readonly create_spot_instances: Schemas['CreateSpotInstancesParameters'];
  readonly create_instances: Schemas['CreateInstancesParameters'];
  readonly create_placed_instances: Schemas['CreatePlacedInstancesParameters'];
  readonly check_workload: Schemas['CheckWorkloadParameters'];
  readonly terminate_instances: Schemas['TerminateInstancesParameters'];
  readonly check_spot_interruptions: Schemas['CheckSpotInterruptionsParameters'];
  readonly analyze_cost: Schemas['AnalyzeCostParameters'];
  readonly analyze_performance: Record<string, never>;
  readonly analyze_resources: Record<string, never>;
  readonly measure_use: Schemas['MeasureUseParameters'];
  readonly measure_spend: Schemas['MeasureSpendParameters'];
  readonly purchase_reservation: Schemas['PurchaseReservationParameters'];
  readonly record_outcome: Schemas['RecordOutcomeParameters'];
  readonly validate_recommendation: Schemas['ValidateRecommendationParameters'];
  readonly note_resolution: Schemas['NoteResolutionParameters'];
  readonly open_window: Schemas['OpenWindowParameters'];
  /** The snapshot is whatever open_window answered. */
  readonly close_window: Omit<Schemas['CloseWindowParameters'], 'snapshot'> & {
    readonly snapshot: Readonly<Record<string, unknown>>;
  };
  readonly measure_error_budget: Schemas['OpenWindowParameters'];
  readonly measure_latency: Schemas['MeasureLatencyParameters'];
  readonly establish_baseline: Schemas['EstablishBaselineParameters'];
  readonly analyze_quality: Record<string, never>;
  readonly validate_quality: Schemas['ValidateQualityParameters'];
}

export const taskResultSchema = z.strictObject({
  task_id: z.string(),
  status: z.enum(['completed', 'failed']),
  output: z.unknown().optional(),
  error: z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean() }).optional(),
});
