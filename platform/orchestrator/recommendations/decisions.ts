import type { Transaction } from 'kysely';
import { conflict, notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { Database, RecommendationRow, ValidationRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { queueOptimization } from '../optimizations/queue-optimization.ts';
import { whatRuns } from '../optimizations/what-runs.ts';
import { isExpired } from './expiry.ts';

/** Who must agree with a recommendation before its customer may approve it. */
const VALIDATORS = ['performance', 'application'] as const;

/**
 * Approves, and starts the optimization in the same transaction. Approving again answers the same optimization.
 * @throws Problem 404, or 409 with the reason why it cannot be approved
 */
export async function approve(stores: Stores, recommendationId: string, actor: Actor): Promise<string> {
  return inChange(stores, async (change) => {
    const recommendation = await lock(change.trx, recommendationId);
    const running = await change.trx
      .selectFrom('optimizations')
      .select('id')
      .where('recommendation_id', '=', recommendationId)
      .executeTakeFirst();
    if (running !== undefined && recommendation.status === 'approved') return running.id;
    const validations = await change.trx
      .selectFrom('validations')
      .selectAll()
      .where('recommendation_id', '=', recommendationId)
      .execute();
    const obstacle =
      obstacleTo(recommendation, validations, new Date()) ??
      (await otherOptimization(change, recommendation.customer_id));
    if (obstacle !== undefined) throw conflict(obstacle);
    await decide(change, recommendation, { decision: 'approved', actor });
    const optimizationId = await queueOptimization(change.trx, recommendation);
    await announceApproval(change, recommendation);
    return optimizationId;
  });
}

/** @throws Problem 404, or 409 when it is no longer waiting for a decision */
export async function reject(
  stores: Stores,
  recommendationId: string,
  { reason, actor }: { readonly reason: string; readonly actor: Actor },
): Promise<RecommendationRow> {
  return inChange(stores, async (change) => {
    const recommendation = await lock(change.trx, recommendationId);
    const obstacle = noLongerWaiting(recommendation, new Date());
    if (obstacle !== undefined) throw conflict(obstacle);
    await decide(change, recommendation, { decision: 'rejected', actor, reason });
    await announce(change, recommendation, {
      type: 'recommendation.rejected',
      message: `You rejected "${recommendation.title}".`,
      reason,
    });
    return { ...recommendation, status: 'rejected' };
  });
}

/** Why a recommendation cannot be approved, in words; undefined when it can. */
export function obstacleTo(
  recommendation: Pick<RecommendationRow, 'status' | 'expires_at'>,
  validations: readonly Pick<ValidationRow, 'agent_type' | 'approved' | 'reason'>[],
  now: Date,
): string | undefined {
  const unheard = obstacleToHearing(recommendation, validations, now);
  if (unheard !== undefined) return unheard;
  const objection = validations.find(({ approved }) => !approved);
  return objection && `The ${objection.agent_type} agent objects: ${objection.reason}`;
}

/** Why nothing can be said of a recommendation yet, or any more; undefined when it waits for the customer and both agents have looked at it. */
export function obstacleToHearing(
  recommendation: Pick<RecommendationRow, 'status' | 'expires_at'>,
  validations: readonly Pick<ValidationRow, 'agent_type'>[],
  now: Date,
): string | undefined {
  const late = noLongerWaiting(recommendation, now);
  if (late !== undefined) return late;
  const missing = VALIDATORS.find((agentType) => !validations.some(({ agent_type }) => agent_type === agentType));
  return missing && `The ${missing} agent has not validated this recommendation yet.`;
}

/** Why a recommendation cannot be decided any more, in words; undefined when it can. */
export function noLongerWaiting(
  { status, expires_at }: Pick<RecommendationRow, 'status' | 'expires_at'>,
  now: Date,
): string | undefined {
  if (status !== 'pending') return `This recommendation is ${status}; only a pending one can be decided.`;
  return isExpired(expires_at, now) ? `This recommendation expired at ${expires_at.toISOString()}.` : undefined;
}

/** Two optimizations at once would measure each other's changes, and a settled conflict may still have some to begin. */
export async function otherOptimization({ trx }: Change, customerId: string): Promise<string | undefined> {
  // The customer's row serves as the lock that makes two approvals at the same instant come one after the other.
  await trx.selectFrom('customers').select('id').where('id', '=', customerId).forNoKeyUpdate().execute();
  const running = await whatRuns(trx, customerId);
  return running && `${running} is still running. Approve this one when it has ended.`;
}

/** For the rest of the transaction nobody else decides it. @throws Problem 404 */
export async function lock(trx: Transaction<Database>, id: string): Promise<RecommendationRow> {
  const row = await trx.selectFrom('recommendations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw notFound(`There is no recommendation ${id}`);
  return row;
}

interface Decision {
  readonly decision: 'approved' | 'rejected';
  readonly actor: Actor;
  readonly reason?: string;
}

/** Keeps what the customer decided. */
export async function decide(
  { trx }: Change,
  recommendation: RecommendationRow,
  { decision, actor, reason }: Decision,
): Promise<void> {
  const { id, customer_id } = recommendation;
  await trx.updateTable('recommendations').set({ status: decision }).where('id', '=', id).execute();
  await trx
    .insertInto('decisions')
    .values({
      recommendation_id: id,
      customer_id,
      decision,
      decided_by: actor.id,
      reason: reason ?? null,
    })
    .execute();
  await recordAudit(trx, {
    customerId: customer_id,
    actor,
    action: `recommendation.${decision}`,
    subject: { type: 'recommendation', id },
    details: reason === undefined ? {} : { reason },
  });
}

export async function announceApproval(change: Change, recommendation: RecommendationRow): Promise<void> {
  const message = `You approved "${recommendation.title}".`;
  await announce(change, recommendation, { type: 'recommendation.approved', message });
}

async function announce(
  change: Change,
  { id, customer_id }: RecommendationRow,
  {
    type,
    message,
    reason,
  }: {
    readonly type: 'recommendation.approved' | 'recommendation.rejected';
    readonly message: string;
    readonly reason?: string;
  },
): Promise<void> {
  const data = { recommendation_id: id, ...(reason !== undefined && { reason }) };
  await emitEvent(change, { customerId: customer_id, type, message, data });
}
