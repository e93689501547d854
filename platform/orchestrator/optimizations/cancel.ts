import { conflict } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { OptimizationRow } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';
import { type DescribedOptimization, findOptimization } from './optimizations.ts';
import { isIrreversible, planOf } from './plans.ts';
import { lockOptimization, readSteps } from './records.ts';

/**
 * Asks for everything to be put back. The step that is in work notices at once; where none is, the next one is not begun. Asking again
 * changes nothing.
 * @throws Problem 404, or 409 with the reason why it cannot be cancelled
 */
export async function cancelOptimization(stores: Stores, id: string, actor: Actor): Promise<DescribedOptimization> {
  await inChange(stores, async (change) => {
    const optimization = await lockOptimization(change.trx, id);
    if (optimization === undefined) return;
    const obstacle = await obstacleTo(change, optimization);
    if (obstacle !== undefined) throw conflict(obstacle);
    if (optimization.status === 'rolling_back' || optimization.cancel_requested_at !== null) return;
    await change.trx
      .updateTable('optimizations')
      .set({ cancel_requested_at: new Date() })
      .where('id', '=', id)
      .execute();
    const subject = { type: 'optimization', id };
    await recordAudit(change.trx, {
      customerId: optimization.customer_id,
      actor,
      action: 'optimization.cancelled',
      subject,
    });
    change.wake(channels.cancellation(id));
  });
  return findOptimization(stores.db, id);
}

/** Why an optimization cannot be cancelled, in words; undefined when it can. */
async function obstacleTo({ trx }: Change, { id, type, status }: OptimizationRow): Promise<string | undefined> {
  if (!['queued', 'executing', 'rolling_back'].includes(status))
    return `Optimization ${id} has ended: it is ${status}.`;
  const steps = await readSteps(trx, id);
  const begun = planOf(type).find(
    (step, position) => isIrreversible(step) && !['pending', 'skipped'].includes(steps[position]?.status ?? 'pending'),
  );
  if (begun !== undefined) return `Optimization ${id} cannot be undone any more: ${begun.name} has begun.`;
  const isDone = steps.every((step) => step.status === 'completed');
  return isDone ? `Optimization ${id} cannot be cancelled any more: all of its steps are completed.` : undefined;
}
