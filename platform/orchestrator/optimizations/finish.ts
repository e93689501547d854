import type { Transaction } from 'kysely';
import { continueResolution } from '../conflicts/continue.ts';
import { type Change, inChange } from '../database/change.ts';
import type { Database, OptimizationRow } from '../database/schema.ts';
import { enqueueRediscovery } from '../infrastructure/discovery.ts';
import { formatDollars, toCents, toDollars } from '../money.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { withdrawOutdated } from '../recommendations/withdrawal.ts';
import type { EngineDependencies } from './execution.ts';
import { titleOf } from './plans.ts';
import { lockOptimization, readOptimization, report } from './records.ts';
import { rolloutStateSchema } from './rollout-state.ts';

/** Job: measures what the optimization saves, and completes it. */
export function finishOptimization({ stores, router }: EngineDependencies): Job<'finish_optimization'> {
  return async ({ optimizationId }) => {
    const optimization = await readOptimization(stores.db, optimizationId);
    if (optimization?.status !== 'executing') return;
    const { monthly_cost } = await router.run('measure_spend', {
      customerId: optimization.customer_id,
      parameters: {},
    });
    await inChange(stores, (change) => complete(change, optimizationId, toCents(monthly_cost)));
  };
}

async function complete(change: Change, optimizationId: string, spendAfterCents: number): Promise<void> {
  const { trx } = change;
  const optimization = await lockOptimization(trx, optimizationId);
  if (optimization?.status !== 'executing') return;
  const spendBeforeCents = rolloutStateSchema.parse(optimization.state).before?.spendCents;
  if (spendBeforeCents === undefined) throw new Error(`The spend before optimization ${optimizationId} is unknown`);
  const savedCents = spendBeforeCents - spendAfterCents;
  const predicted_savings = toDollars(await keepOutcome(trx, optimization, { success: true, savedCents }));
  const result = {
    success: true,
    predicted_savings,
    actual_savings: toDollars(savedCents),
    monthly_cost_before: toDollars(spendBeforeCents),
    monthly_cost_after: toDollars(spendAfterCents),
  };
  await trx
    .updateTable('optimizations')
    .set({ status: 'completed', result: JSON.stringify(result), completed_at: new Date() })
    .where('id', '=', optimizationId)
    .execute();
  await enqueueRediscovery(trx, optimization.customer_id);
  await continueResolution(trx, optimization);
  await withdrawOutdated(change, optimization);
  await report(change, {
    optimization,
    action: 'optimization.completed',
    type: 'optimization.completed',
    message: `${titleOf(optimization.type)} is completed. ${spendText(spendAfterCents, savedCents)}`,
  });
}

function spendText(afterCents: number, savedCents: number): string {
  const now = `You now spend ${formatDollars(afterCents)} a month`;
  if (savedCents === 0) return `${now}, as before.`;
  return `${now}, ${formatDollars(Math.abs(savedCents))} ${savedCents > 0 ? 'less' : 'more'}.`;
}

/** Keeps how it ended, for later recommendations to learn from, and answers the predicted savings in cents. */
export async function keepOutcome(
  trx: Transaction<Database>,
  { id, customer_id, recommendation_id }: OptimizationRow,
  { success, savedCents }: { readonly success: boolean; readonly savedCents: number },
): Promise<number> {
  const { estimated_savings_cents } = await trx
    .selectFrom('recommendations')
    .select('estimated_savings_cents')
    .where('id', '=', recommendation_id)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('optimization_outcomes')
    .values({
      optimization_id: id,
      customer_id,
      success,
      predicted_savings_cents: estimated_savings_cents,
      actual_savings_cents: savedCents,
    })
    .execute();
  await enqueue(trx, 'record_outcome', { optimizationId: id });
  return estimated_savings_cents;
}
