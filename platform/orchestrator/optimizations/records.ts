import type { Transaction } from 'kysely';
import { orchestrator, recordAudit } from '../audit/audit.ts';
import type { Change, Reader } from '../database/change.ts';
import type { Database, OptimizationRow, OptimizationStepRow, RecommendationRow } from '../database/schema.ts';
import { emitEvent, type NewEvent } from '../events/events.ts';

/** An optimization with what its recommendation concerns. */
export interface OptimizationRecord extends OptimizationRow, Pick<RecommendationRow, (typeof SUBJECT)[number]> {}

/** What the recommendation says of what is to be done. */
const SUBJECT = [
  'instance_ids',
  'deployment',
  'engine_args',
  'target_instance_type',
  'placement',
  'reservation',
] as const;

export async function readOptimization(db: Reader, id: string): Promise<OptimizationRecord | undefined> {
  return db
    .selectFrom('optimizations')
    .innerJoin('recommendations', 'recommendations.id', 'optimizations.recommendation_id')
    .selectAll('optimizations')
    .select(SUBJECT)
    .where('optimizations.id', '=', id)
    .executeTakeFirst();
}

/** For the rest of the transaction nobody else changes the optimization. */
export async function lockOptimization(trx: Transaction<Database>, id: string): Promise<OptimizationRow | undefined> {
  return trx.selectFrom('optimizations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** In the order of the plan. */
export async function readSteps(db: Reader, optimizationId: string): Promise<readonly OptimizationStepRow[]> {
  return db
    .selectFrom('optimization_steps')
    .selectAll()
    .where('optimization_id', '=', optimizationId)
    .orderBy('position')
    .execute();
}

export async function changeStep(
  trx: Transaction<Database>,
  { optimizationId, position }: { readonly optimizationId: string; readonly position: number },
  change: Partial<Pick<OptimizationStepRow, 'status' | 'started_at' | 'completed_at' | 'error'>> & {
    readonly measurements?: string;
  },
): Promise<void> {
  await trx
    .updateTable('optimization_steps')
    .set(change)
    .where('optimization_id', '=', optimizationId)
    .where('position', '=', position)
    .execute();
}

/** Steps that will not be done any more. */
export async function skipPending(trx: Transaction<Database>, optimizationId: string): Promise<void> {
  await trx
    .updateTable('optimization_steps')
    .set({ status: 'skipped' })
    .where('optimization_id', '=', optimizationId)
    .where('status', '=', 'pending')
    .execute();
}

export interface Report {
  readonly optimization: Pick<OptimizationRow, 'id' | 'customer_id'>;
  /** For the audit trail, such as step.completed. */
  readonly action: string;
  readonly type: NewEvent['type'];
  readonly message: string;
  readonly step?: string;
  readonly reason?: string;
}

/** Writes what happened to the audit trail and tells the customer. To be called last in a change. */
export async function report(
  change: Change,
  { optimization, action, type, message, step, reason }: Report,
): Promise<void> {
  const { id, customer_id: customerId } = optimization;
  const details = { ...(step !== undefined && { step }), ...(reason !== undefined && { reason }) };
  const subject = { type: 'optimization', id };
  await recordAudit(change.trx, { customerId, actor: orchestrator, action, subject, details: { ...details, message } });
  await emitEvent(change, { customerId, type, message, data: { optimization_id: id, ...details } });
}
