import { TaskError } from '../agents/task-error.ts';
import { orchestrator } from '../audit/audit.ts';
import { type Change, inChange, type Reader } from '../database/change.ts';
import type { PlannedRecommendation } from '../database/resolution-tables.ts';
import type { OptimizationRow, ResolutionRow } from '../database/schema.ts';
import { titleOf } from '../optimizations/plans.ts';
import type { Job } from '../queue/jobs.ts';
import { findRecommendation } from '../recommendations/recommendations.ts';
import { proposalOf } from '../recommendations/validate.ts';
import { withdraw } from '../recommendations/withdrawal.ts';
import { lockResolution } from './execute.ts';
import { report } from './report.ts';
import type { Platform } from './resolve.ts';
import { startStage } from './start-stage.ts';

/**
 * Job: what was begun has ended. Begins the next stage, if nothing went wrong and the performance agent, who looks again, still agrees. Nothing
 * else may begin for the customer meanwhile, so that what cannot be carried on is stopped.
 */
export function advanceResolution(platform: Platform): Job<'advance_resolution'> {
  return async ({ resolutionId }, { isLast }) => {
    try {
      await advance(platform, resolutionId, isLast);
    } catch (error) {
      if (isLast) await giveUp(platform, resolutionId);
      throw error;
    }
  };
}

async function advance(platform: Platform, resolutionId: string, isLast: boolean): Promise<void> {
  const { stores } = platform;
  const situation = await read(stores.db, resolutionId);
  if (situation === undefined || situation.isRunning) return;
  const { next } = situation;
  const setback = situation.setback ?? (next && (await objectionTo(platform, next, isLast)));
  await inChange(stores, async (change) => {
    const resolution = await lockResolution(change, resolutionId);
    if (resolution?.status !== 'executing' || !(await isUnchanged(change, situation))) return;
    if (setback !== undefined) await stop(change, resolution, setback);
    else if (next !== undefined) await startStage(change, resolution, next);
    else await end(change, resolution, 'executed');
  });
}

async function giveUp({ stores }: Platform, resolutionId: string): Promise<void> {
  await inChange(stores, async (change) => {
    const resolution = await lockResolution(change, resolutionId);
    if (resolution?.status === 'executing')
      await stop(change, resolution, 'The next step failed again and again on our side.');
  });
}

interface Situation {
  readonly resolution: ResolutionRow;
  readonly begun: number;
  readonly isRunning: boolean;
  /** Why it does not go on, in words. */
  readonly setback: string | undefined;
  /** Undefined where all of it is done. */
  readonly next: readonly PlannedRecommendation[] | undefined;
}

async function read(db: Reader, resolutionId: string): Promise<Situation | undefined> {
  const resolution = await db
    .selectFrom('resolutions')
    .selectAll()
    .where('id', '=', resolutionId)
    .where('status', '=', 'executing')
    .executeTakeFirst();
  if (resolution === undefined) return undefined;
  const optimizations = await optimizationsOf(db, resolutionId);
  const undone = optimizations.find(({ status }) => status !== 'completed');
  return {
    resolution,
    begun: optimizations.length,
    isRunning: optimizations.some(({ completed_at }) => completed_at === null),
    setback:
      undone && `${titleOf(undone.type)} ended as ${undone.status.replaceAll('_', ' ')}: ${undone.result?.error ?? ''}`,
    next: resolution.plan.stages.find((stage) =>
      stage.every(({ recommendationId }) => !optimizations.some((one) => one.recommendation_id === recommendationId)),
    ),
  };
}

function optimizationsOf(db: Reader, resolutionId: string): Promise<readonly OptimizationRow[]> {
  return db.selectFrom('optimizations').selectAll().where('resolution_id', '=', resolutionId).execute();
}

/** Two optimizations that end at once each enqueue this job. */
async function isUnchanged({ trx }: Change, { resolution, begun }: Situation): Promise<boolean> {
  return (await optimizationsOf(trx, resolution.id)).length === begun;
}

/** What the performance agent has against the next stage by what the fleet does now; what the customer prefers all the same is not asked about. */
async function objectionTo(
  { stores, router }: Platform,
  stage: readonly PlannedRecommendation[],
  isLast: boolean,
): Promise<string | undefined> {
  for (const { recommendationId, isOverruled } of stage) {
    if (isOverruled) continue;
    const recommendation = await findRecommendation(stores.db, recommendationId);
    const { customer_id: customerId, title } = recommendation;
    try {
      const parameters = await proposalOf(stores, recommendation);
      const { approved, reason } = await router.run('validate_recommendation', { customerId, parameters });
      if (!approved) return `The performance agent, asked again, objects to "${title}": ${reason}`;
    } catch (error) {
      if (!(error instanceof TaskError) || (error.retryable && !isLast)) throw error;
      return `The performance agent could not look at "${title}" again: ${error.message}`;
    }
  }
  return undefined;
}

async function stop(change: Change, resolution: ResolutionRow, problem: string): Promise<void> {
  const begun = await optimizationsOf(change.trx, resolution.id);
  const waiting = resolution.plan.stages
    .flat()
    .filter((one) => !begun.some((each) => each.recommendation_id === one.recommendationId));
  for (const { recommendationId } of waiting) await withdraw(change, { recommendationId, reason: problem });
  await end(change, resolution, 'stopped', problem);
}

async function end(
  change: Change,
  resolution: ResolutionRow,
  status: 'executed' | 'stopped',
  problem?: string,
): Promise<void> {
  await change.trx
    .updateTable('resolutions')
    .set({ status, ended_at: new Date(), ...(problem !== undefined && { problem }) })
    .where('id', '=', resolution.id)
    .execute();
  const what =
    resolution.strategy === 'customers_order' ? 'what you approved together' : 'the resolution of the conflict';
  const message =
    problem === undefined ? `All of ${what} is completed.` : `Not all of ${what} is carried out. ${problem}`;
  await report(change, resolution, { actor: orchestrator, event: status, message });
}
