import { type RawBuilder, sql } from 'kysely';
import type { Change } from '../database/change.ts';
import type { OptimizationRow, RecommendationRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { changesSettings, typesThatEndMachines } from '../optimizations/plans.ts';

interface Superseded {
  readonly customerId: string;
  readonly agentType: RecommendationRow['agent_type'];
  readonly instanceIds: readonly string[];
}

/** Withdraws waiting recommendations about machines that a newer analysis by the same agent recommends anew: nobody should count their savings twice. */
export async function supersede(change: Change, { customerId, agentType, instanceIds }: Superseded): Promise<void> {
  const condition = and(sql<boolean>`agent_type = ${agentType}`, concerns(instanceIds));
  await withdrawWaiting(change, { customerId, condition, reason: 'a newer analysis concerns the same machines.' });
}

/** Withdraws waiting offers to reserve machines that newer proposals want to end: nobody should pay for them for years. */
export async function withdrawReservations(
  change: Change,
  customerId: string,
  proposals: readonly Pick<RecommendationRow, 'type' | 'instance_ids'>[],
): Promise<void> {
  const ending = proposals.filter(({ type }) => typesThatEndMachines.includes(type));
  const instanceIds = ending.flatMap(({ instance_ids }) => instance_ids);
  const condition = and(sql<boolean>`type = 'reserved_capacity'`, concerns(instanceIds));
  await withdrawWaiting(change, { customerId, condition, reason: 'something better was found for the same machines.' });
}

/** Withdraws waiting recommendations that were made for machines, or for settings, that a completed optimization has changed. */
export async function withdrawOutdated(change: Change, { customer_id, recommendation_id, type }: OptimizationRow) {
  const { instance_ids, deployment } = await change.trx
    .selectFrom('recommendations')
    .select(['instance_ids', 'deployment'])
    .where('id', '=', recommendation_id)
    .executeTakeFirstOrThrow();
  const condition = changesSettings(type)
    ? and(sql<boolean>`engine_args is not null`, sql<boolean>`deployment = ${deployment}`)
    : concerns(instance_ids);
  const reason = 'what it was made for has changed since. A new analysis tells what makes sense now.';
  await withdrawWaiting(change, { customerId: customer_id, condition, reason });
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

async function withdrawWaiting(
  change: Change,
  { customerId, condition, reason }: { customerId: string; condition: RawBuilder<boolean>; reason: string },
): Promise<void> {
  const withdrawn = await change.trx
    .updateTable('recommendations')
    .set({ status: 'withdrawn' })
    .where('customer_id', '=', customerId)
    .where('status', '=', 'pending')
    .where(condition)
    .returning(['id', 'title'])
    .execute();
  for (const { id, title } of withdrawn) {
    const message = `"${title}" is withdrawn: ${reason}`;
    await emitEvent(change, { customerId, type: 'recommendation.withdrawn', message, data: { recommendation_id: id } });
  }
}

function concerns(instanceIds: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`instance_ids && ${[...instanceIds]}::text[]`;
}

function and(one: RawBuilder<boolean>, other: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(${one} and ${other})`;
}
