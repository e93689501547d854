import type { components } from '../../../contracts/generated/openapi.ts';
import { notFound } from '../../shared/problem.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import type { OptimizationRow, OptimizationStepRow } from '../database/schema.ts';
import { readSteps } from './records.ts';

type Schemas = components['schemas'];

/** All but the engine's own state, which is large and which nobody else needs. */
const DESCRIBED = [
  'id',
  'customer_id',
  'recommendation_id',
  'type',
  'status',
  'result',
  'created_at',
  'started_at',
  'completed_at',
] as const;

export type DescribedOptimization = Pick<OptimizationRow, (typeof DESCRIBED)[number]>;

/** @throws Problem 404 */
export async function findOptimization(db: Reader, id: string): Promise<DescribedOptimization> {
  const row = await db.selectFrom('optimizations').select(DESCRIBED).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no optimization ${id}`);
  return row;
}

export async function describeOptimization(db: Reader, row: DescribedOptimization): Promise<Schemas['Optimization']> {
  const steps = await readSteps(db, row.id);
  return {
    id: row.id,
    customer_id: row.customer_id,
    recommendation_id: row.recommendation_id,
    type: row.type,
    status: row.status,
    execution_steps: steps.map(toStep),
    ...(row.result !== null && { result: row.result }),
    created_at: row.created_at.toISOString(),
    ...(row.started_at !== null && { started_at: row.started_at.toISOString() }),
    ...(row.completed_at !== null && { completed_at: row.completed_at.toISOString() }),
  };
}

/** Newest first. @throws Problem 404 */
export async function listOptimizations(db: Reader, customerId: string): Promise<readonly Schemas['Optimization'][]> {
  await getCustomer(db, customerId);
  const rows = await db
    .selectFrom('optimizations')
    .select(DESCRIBED)
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .execute();
  return Promise.all(rows.map((row) => describeOptimization(db, row)));
}

function toStep(row: OptimizationStepRow): Schemas['ExecutionStep'] {
  return {
    name: row.name,
    status: row.status,
    agent_type: row.agent_type,
    ...(row.started_at !== null && { started_at: row.started_at.toISOString() }),
    ...(row.completed_at !== null && { completed_at: row.completed_at.toISOString() }),
    ...(row.measurements !== null && { measurements: row.measurements }),
    ...(row.error !== null && { error: row.error }),
  };
}
