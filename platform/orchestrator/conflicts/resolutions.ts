import type { components } from '../../../contracts/generated/openapi.ts';
import { notFound } from '../../shared/problem.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import type { ResolutionRow } from '../database/schema.ts';
import { toDollars } from '../money.ts';

type Schemas = components['schemas'];

/** @throws Problem 404 */
export async function findResolution(db: Reader, id: string): Promise<ResolutionRow> {
  const row = await db.selectFrom('resolutions').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no resolution ${id}`);
  return row;
}

/** Newest first. @throws Problem 404 */
export async function listResolutions(db: Reader, customerId: string): Promise<readonly Schemas['Resolution'][]> {
  await getCustomer(db, customerId);
  const rows = await db
    .selectFrom('resolutions')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .execute();
  return Promise.all(rows.map((row) => describeResolution(db, row)));
}

export async function describeResolution(db: Reader, row: ResolutionRow): Promise<Schemas['Resolution']> {
  const { conflicts, strategy, plan } = row;
  const stages = plan.stages.map((stage) => stage.map(({ recommendationId }) => recommendationId));
  const isChoice = strategy === 'prioritize_customer' || strategy === 'prioritize_aim';
  return {
    id: row.id,
    customer_id: row.customer_id,
    status: row.status,
    conflict_detected: conflicts.length > 0,
    conflict_types: [...new Set(conflicts.map(({ type }) => type))],
    conflicts: [...conflicts],
    resolution_strategy: strategy,
    ...(isChoice && plan.chosen !== null && { chosen_recommendation: plan.chosen }),
    ...(plan.hybrid !== null && { hybrid_solution: toHybrid(plan.hybrid) }),
    execution_order: stages.flat(),
    stages,
    left_out: plan.leftOut.map(({ recommendationId, reason }) => ({ recommendation_id: recommendationId, reason })),
    reason: row.reason,
    agents_heard: row.agents_heard,
    optimization_ids: [...(await begunOptimizations(db, row.id))],
    created_at: row.created_at.toISOString(),
    ...(row.approved_at !== null && { approved_at: row.approved_at.toISOString() }),
    ...(row.ended_at !== null && { ended_at: row.ended_at.toISOString() }),
    ...(row.problem !== null && { problem: row.problem }),
  };
}

/** Ids of the optimizations that were begun, stage by stage. */
export async function begunOptimizations(db: Reader, resolutionId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('optimizations')
    .select('id')
    .where('resolution_id', '=', resolutionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

function toHybrid(
  part: NonNullable<ResolutionRow['plan']['hybrid']>,
): NonNullable<Schemas['Resolution']['hybrid_solution']> {
  return {
    recommendation_id: part.recommendationId,
    instance_ids: [...part.instanceIds],
    staying_instance_ids: [...part.stayingInstanceIds],
    estimated_savings: toDollars(part.savingsCents),
  };
}
