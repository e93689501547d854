import type { components } from '../../../contracts/generated/openapi.ts';
import { notFound } from '../../shared/problem.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import type { RecommendationRow, ValidationRow } from '../database/schema.ts';
import { toDollars } from '../money.ts';
import { isExpired } from './expiry.ts';

type Schemas = components['schemas'];

/** @throws Problem 404 */
export async function findRecommendation(db: Reader, id: string): Promise<RecommendationRow> {
  const row = await db.selectFrom('recommendations').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no recommendation ${id}`);
  return row;
}

export async function describeRecommendation(db: Reader, row: RecommendationRow): Promise<Schemas['Recommendation']> {
  const [described] = await describeAll(db, [row]);
  if (described === undefined) throw new Error(`Recommendation ${row.id} was not described`);
  return described;
}

/** Newest first. @throws Problem 404 */
export async function listRecommendations(
  db: Reader,
  customerId: string,
): Promise<readonly Schemas['Recommendation'][]> {
  await getCustomer(db, customerId);
  const rows = await db
    .selectFrom('recommendations')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return describeAll(db, rows);
}

async function describeAll(
  db: Reader,
  rows: readonly RecommendationRow[],
): Promise<readonly Schemas['Recommendation'][]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [validations, decisions] = await Promise.all([
    db
      .selectFrom('validations')
      .selectAll()
      .where('recommendation_id', 'in', ids)
      .orderBy('agent_type', 'desc')
      .execute(),
    db.selectFrom('decisions').select(['recommendation_id', 'reason']).where('recommendation_id', 'in', ids).execute(),
  ]);
  const reasonOf = new Map(decisions.map(({ recommendation_id, reason }) => [recommendation_id, reason]));
  return rows.map((row) =>
    toRecommendation(
      row,
      validations.filter((one) => one.recommendation_id === row.id),
      reasonOf.get(row.id) ?? undefined,
    ),
  );
}

function toRecommendation(
  row: RecommendationRow,
  validations: readonly ValidationRow[],
  rejectionReason: string | undefined,
): Schemas['Recommendation'] {
  return {
    id: row.id,
    customer_id: row.customer_id,
    type: row.type,
    status: row.status === 'pending' && isExpired(row.expires_at, new Date()) ? 'expired' : row.status,
    agent_type: row.agent_type,
    risk_level: row.risk_level,
    risk_assessed_by: row.risk_assessed_by,
    estimated_savings: toDollars(row.estimated_savings_cents),
    confidence: row.confidence,
    title: row.title,
    description: row.description,
    instance_ids: row.instance_ids,
    ...(row.deployment !== null && { deployment: row.deployment }),
    ...(row.engine_args !== null && { engine_args: row.engine_args }),
    ...(row.target_instance_type !== null && { target_instance_type: row.target_instance_type }),
    ...(row.placement !== null && { placement: row.placement }),
    ...(row.reservation !== null && { reservation: row.reservation }),
    ...(row.reservation_options.length > 0 && { reservation_options: [...row.reservation_options] }),
    bottlenecks: [...row.bottlenecks],
    validations: validations.map(toValidation),
    ...(rejectionReason !== undefined && { rejection_reason: rejectionReason }),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}

function toValidation(row: ValidationRow): Schemas['Validation'] {
  return {
    agent_type: row.agent_type,
    approved: row.approved,
    reason: row.reason,
    ...(row.baseline_established !== null && { baseline_established: row.baseline_established }),
    facts: row.facts,
  };
}
