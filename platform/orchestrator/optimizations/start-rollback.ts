import type { Change } from '../database/change.ts';
import type { OptimizationRow } from '../database/schema.ts';
import { enqueue } from '../queue/jobs.ts';
import type { StepFailure } from './failures.ts';
import { compensationOrder, isIrreversible, planOf } from './plans.ts';
import { skipPending } from './records.ts';
import { rolloutStateSchema } from './rollout-state.ts';

/**
 * Ends the way forward of an optimization, which is locked, and enqueues the way back.
 * @param position of the step that failed, or after which no further one was begun; -1 before the first
 */
export async function startRollback(
  { trx }: Change,
  optimization: OptimizationRow,
  { position, failure }: { readonly position: number; readonly failure: StepFailure },
): Promise<void> {
  const { id: optimizationId, type } = optimization;
  const { reason, message } = failure;
  await skipPending(trx, optimizationId);
  const state = { ...rolloutStateSchema.parse(optimization.state), failure: { position, reason, message } };
  await trx
    .updateTable('optimizations')
    .set({ status: 'rolling_back', state: JSON.stringify(state) })
    .where('id', '=', optimizationId)
    .execute();
  const step = planOf(type)[position];
  const isFinal = step !== undefined && isIrreversible(step);
  const [first] = isFinal ? [] : compensationOrder(type, position);
  if (first === undefined) await enqueue(trx, 'conclude_rollback', { optimizationId });
  else await enqueue(trx, 'compensate_step', { optimizationId, position: first });
}
