import { conflict, notFound } from '../../shared/problem.ts';
import type { Actor } from '../audit/audit.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { RecommendationRow, ResolutionRow, ValidationRow } from '../database/schema.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { lock, obstacleTo, otherOptimization } from '../recommendations/decisions.ts';
import { type Contender, contenderOf } from './contender.ts';
import { detect, excludes } from './detect.ts';
import { begin } from './execute.ts';
import { planFor } from './plan.ts';

export interface Approvals {
  readonly customerId: string;
  /** In the order in which they are to be carried out. */
  readonly recommendationIds: readonly string[];
  readonly actor: Actor;
}

/**
 * Approves several recommendations, all or none, and begins with the first; each of the others begins when the one before it is completed.
 * The same again answers what the first time has begun.
 * @throws Problem 404, or 409 with the reason why one cannot be approved or why they cannot be had together
 */
export async function approveTogether(stores: Stores, { actor, ...approvals }: Approvals): Promise<ResolutionRow> {
  const customerId = approvals.customerId.toLowerCase();
  const ids = approvals.recommendationIds.map((id) => id.toLowerCase());
  return inChange(stores, async (change) => {
    const rows = await lockAll(change, customerId, ids);
    const earlier = await begunBefore(change, customerId, ids);
    if (earlier !== undefined) return earlier;
    const contenders = await approvable(change, rows);
    const reasons = exclusions(contenders);
    if (reasons.length > 0) throw conflict(`${reasons.join(' ')} Have the conflict resolved instead.`);
    const running = await otherOptimization(change, customerId);
    if (running !== undefined) throw conflict(running);
    const resolution = await keep(change, customerId, contenders);
    return begin(change, resolution, { actor, message: `You approved ${ids.length} recommendations together.` });
  });
}

/** In their own order, whatever the customer's is: two that lock the same ones must not wait for each other. */
async function lockAll(
  { trx }: Change,
  customerId: string,
  ids: readonly string[],
): Promise<readonly RecommendationRow[]> {
  const found = new Map<string, RecommendationRow>();
  for (const id of ids.toSorted()) {
    const row = await lock(trx, id);
    if (row.customer_id !== customerId) throw notFound(`There is no recommendation ${id}`);
    found.set(id, row);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function begunBefore(
  { trx }: Change,
  customerId: string,
  ids: readonly string[],
): Promise<ResolutionRow | undefined> {
  const earlier = await trx
    .selectFrom('resolutions')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('strategy', '=', 'customers_order')
    .execute();
  return earlier.find(({ plan }) => String(plan.stages.flat().map((one) => one.recommendationId)) === String(ids));
}

async function approvable(change: Change, rows: readonly RecommendationRow[]): Promise<readonly Contender[]> {
  const validations = await validationsOf(change, rows);
  const deployments = await readDeployments(change.trx, rows[0]?.customer_id ?? '');
  return rows.map((row) => {
    const own = validations.filter(({ recommendation_id }) => recommendation_id === row.id);
    const obstacle = obstacleTo(row, own, new Date());
    if (obstacle !== undefined) throw conflict(`"${row.title}": ${obstacle}`);
    return contenderOf(row, own, deployments);
  });
}

function validationsOf({ trx }: Change, rows: readonly RecommendationRow[]): Promise<readonly ValidationRow[]> {
  const ids = rows.map(({ id }) => id);
  return trx.selectFrom('validations').selectAll().where('recommendation_id', 'in', ids).execute();
}

/** Why some cannot be had together in whatever order, in words. */
function exclusions(contenders: readonly Contender[]): readonly string[] {
  const pairs = contenders.flatMap((one, k) => contenders.slice(k + 1).map((other) => [one, other] as const));
  return pairs.flatMap(([one, other]) =>
    excludes(one, other) ? detect([one, other]).map(({ reason }) => reason) : [],
  );
}

function keep({ trx }: Change, customerId: string, contenders: readonly Contender[]): Promise<ResolutionRow> {
  const stages = contenders.map((one) => [one]);
  const plan = planFor({ stages, leftOut: [], chosen: undefined, part: undefined, overruled: [] });
  return trx
    .insertInto('resolutions')
    .values({
      customer_id: customerId,
      status: 'proposed',
      strategy: 'customers_order',
      conflicts: '[]',
      plan: JSON.stringify(plan),
      reason: 'Nothing of this stands in the way of another; you chose the order.',
      agents_heard: [
        ...new Set([...contenders.map(({ agentType }) => agentType), 'performance', 'application'] as const),
      ],
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
