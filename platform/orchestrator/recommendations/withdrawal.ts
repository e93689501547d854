import { sql } from 'kysely';
import type { Change } from '../database/change.ts';
import { emitEvent } from '../events/events.ts';

/** Withdraws waiting recommendations about machines that a newer analysis recommends anew: nobody should count their savings twice. */
export async function supersede(change: Change, customerId: string, instanceIds: readonly string[]): Promise<void> {
  if (instanceIds.length === 0) return;
  const replaced = await change.trx
    .updateTable('recommendations')
    .set({ status: 'withdrawn' })
    .where('customer_id', '=', customerId)
    .where('status', '=', 'pending')
    .where(sql<boolean>`instance_ids && ${[...instanceIds]}::text[]`)
    .returning(['id', 'title'])
    .execute();
  for (const { id, title } of replaced) {
    const message = `"${title}" is withdrawn: a newer analysis concerns the same machines.`;
    await emitEvent(change, { customerId, type: 'recommendation.withdrawn', message, data: { recommendation_id: id } });
  }
}

/** Withdraws a recommendation that cannot be carried out. */
export async function withdraw(
  change: Change,
  { recommendationId, reason }: { readonly recommendationId: string; readonly reason: string },
): Promise<void> {
  const { customer_id, title } = await change.trx
    .updateTable('recommendations')
    .set({ status: 'withdrawn' })
    .where('id', '=', recommendationId)
    .returning(['customer_id', 'title'])
    .executeTakeFirstOrThrow();
  await emitEvent(change, {
    customerId: customer_id,
    type: 'recommendation.withdrawn',
    message: `"${title}" is withdrawn: ${reason}`,
    data: { recommendation_id: recommendationId },
  });
}
