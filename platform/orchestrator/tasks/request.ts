import { randomUUID } from 'node:crypto';
import type { components } from '../../../contracts/generated/openapi.ts';
import { tasks } from '../agents/tasks.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import { enqueue } from '../queue/jobs.ts';
import { analyses } from './analysis-types.ts';
import { refuseDisorder, type Wish } from './order.ts';

type Routed = components['schemas']['RoutedAnalysis'];

export interface AnalysesRequest {
  readonly customerId: string;
  readonly wishes: readonly Wish[];
  readonly isSequential: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly actor: Actor;
}

/** Queues all of them or none. @throws Problem 400 for an order that cannot be kept, 404 */
export async function requestAnalyses(db: Reader, request: AnalysesRequest): Promise<readonly Routed[]> {
  const { customerId, wishes, actor } = request;
  refuseDisorder(wishes);
  const routed = wishes.map(({ analysis_type }) => {
    const routed_to_agent = tasks[analyses[analysis_type]].agentType;
    return { task_id: randomUUID(), analysis_type, routed_to_agent };
  });
  await db.transaction().execute(async (trx) => {
    await getCustomer(trx, customerId);
    await keep(trx, request, routed);
    for (const [index, { task_id }] of routed.entries()) {
      const needs = needsOf(request, routed, index);
      if (needs.length > 0) await trx.insertInto('task_needs').values(needs).execute();
      else await enqueue(trx, 'run_task', { taskId: task_id, visit: 0 });
    }
    const subject = { type: 'customer', id: customerId };
    await recordAudit(trx, { customerId, actor, action: 'analyses.requested', subject, details: { analyses: routed } });
  });
  return routed;
}

async function keep(trx: Reader, request: AnalysesRequest, routed: readonly Routed[]): Promise<void> {
  await trx
    .insertInto('tasks')
    .values(
      routed.map(({ task_id, analysis_type, routed_to_agent }) => ({
        id: task_id,
        customer_id: request.customerId,
        task_type: analyses[analysis_type],
        agent_type: routed_to_agent,
        status: 'queued' as const,
        analysis_type,
        timeout_seconds: request.timeoutSeconds ?? null,
      })),
    )
    .execute();
}

/** The result of what it depends on, and, one at a time, the end of the one before. */
function needsOf({ wishes, isSequential }: AnalysesRequest, routed: readonly Routed[], index: number) {
  const task_id = routed[index]?.task_id ?? '';
  const results = routed.filter(({ analysis_type }) => wishes[index]?.depends_on?.includes(analysis_type));
  const before = isSequential ? routed.slice(Math.max(0, index - 1), index) : [];
  return [
    ...results.map((needed) => ({ task_id, needed_id: needed.task_id, needs: 'result' as const })),
    ...before
      .filter((one) => !results.includes(one))
      .map((needed) => ({ task_id, needed_id: needed.task_id, needs: 'end' as const })),
  ];
}
