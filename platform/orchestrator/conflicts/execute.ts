import { conflict, notFound } from '../../shared/problem.ts';
import type { Actor } from '../audit/audit.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { ResolutionPlan } from '../database/resolution-tables.ts';
import type { RecommendationRow, ResolutionRow } from '../database/schema.ts';
import { announceApproval, decide, lock, noLongerWaiting, otherOptimization } from '../recommendations/decisions.ts';
import { withdraw } from '../recommendations/withdrawal.ts';
import { report } from './report.ts';
import { separatePart } from './separate-part.ts';
import { startStage } from './start-stage.ts';

/**
 * The customer approves all that a resolution carries out, and its first stage begins, in one transaction. Doing so again changes nothing.
 * @throws Problem 404, or 409 with the reason why it cannot be carried out
 */
export async function executeResolution(stores: Stores, resolutionId: string, actor: Actor): Promise<ResolutionRow> {
  return inChange(stores, async (change) => {
    const resolution = await lockResolution(change, resolutionId);
    if (resolution === undefined) throw notFound(`There is no resolution ${resolutionId}`);
    if (resolution.status !== 'proposed') return resolution;
    const obstacle = await obstacleTo(change, resolution);
    if (obstacle !== undefined) throw conflict(obstacle);
    const message = `You approved the resolution of the conflict: ${resolution.reason}`;
    return begin(change, resolution, { actor, message });
  });
}

/** All that it carries out is approved, and its first stage begins. */
export async function begin(
  change: Change,
  resolution: ResolutionRow,
  { actor, message }: { readonly actor: Actor; readonly message: string },
): Promise<ResolutionRow> {
  const plan = await approveAll(change, resolution, actor);
  const approved = await change.trx
    .updateTable('resolutions')
    .set({ status: 'executing', plan: JSON.stringify(plan), approved_by: actor.id, approved_at: new Date() })
    .where('id', '=', resolution.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await startStage(change, approved, plan.stages[0] ?? []);
  await leaveOut(change, approved);
  await report(change, approved, { actor, event: 'approved', message });
  return approved;
}

/** For the rest of the transaction nobody else carries it on. */
export function lockResolution({ trx }: Change, id: string): Promise<ResolutionRow | undefined> {
  return trx.selectFrom('resolutions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Why it cannot be carried out, in words; undefined when it can. */
async function obstacleTo(change: Change, { plan, customer_id, reason }: ResolutionRow): Promise<string | undefined> {
  if (plan.stages.length === 0) return reason;
  for (const { recommendationId } of plan.stages.flat()) {
    const recommendation = await lock(change.trx, recommendationId);
    const late = noLongerWaiting(recommendation, new Date());
    if (late !== undefined) return `"${recommendation.title}": ${late} Have the conflict resolved anew.`;
    const veto = await vetoOn(change, recommendation);
    if (veto !== undefined) return `The application agent has a veto on "${recommendation.title}": ${veto}`;
  }
  return otherOptimization(change, customer_id);
}

/** Whatever was decided: what the application agent objects to is never carried out. */
async function vetoOn({ trx }: Change, { id }: RecommendationRow): Promise<string | undefined> {
  const veto = await trx
    .selectFrom('validations')
    .select('reason')
    .where('recommendation_id', '=', id)
    .where('agent_type', '=', 'application')
    .where('approved', '=', false)
    .executeTakeFirst();
  return veto?.reason;
}

/** Answers the plan with what is carried out in part put in the place of the whole. */
async function approveAll(change: Change, resolution: ResolutionRow, actor: Actor): Promise<ResolutionPlan> {
  const part = resolution.plan.hybrid && (await separatePart(change, resolution.plan.hybrid));
  const idOf = (id: string) => (part && id === resolution.plan.hybrid?.recommendationId ? part.id : id);
  const stages = resolution.plan.stages.map((stage) =>
    stage.map((planned) => ({ ...planned, recommendationId: idOf(planned.recommendationId) })),
  );
  for (const { recommendationId } of stages.flat()) {
    const recommendation = await lock(change.trx, recommendationId);
    await decide(change, recommendation, { decision: 'approved', actor, reason: resolution.reason });
    await announceApproval(change, recommendation);
  }
  return { ...resolution.plan, stages };
}

async function leaveOut(change: Change, { plan }: ResolutionRow): Promise<void> {
  for (const { recommendationId, reason } of plan.leftOut) {
    const { status } = await lock(change.trx, recommendationId);
    if (status === 'pending') await withdraw(change, { recommendationId, reason });
  }
}
