import type { Change } from '../database/change.ts';
import type { PlannedRecommendation } from '../database/resolution-tables.ts';
import type { RecommendationRow, ResolutionRow } from '../database/schema.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { queueOptimization } from '../optimizations/queue-optimization.ts';
import { isPresent } from '../optimizations/weights.ts';
import { lock } from '../recommendations/decisions.ts';

/** Begins all optimizations of a stage, which run side by side. */
export async function startStage(
  change: Change,
  resolution: Pick<ResolutionRow, 'id'>,
  stage: readonly PlannedRecommendation[],
): Promise<void> {
  for (const { recommendationId, settings } of stage) {
    const recommendation = await lock(change.trx, recommendationId);
    if (settings !== undefined) await renewSettings(change, recommendation, settings);
    await queueOptimization(change.trx, recommendation, resolution.id);
  }
}

/** A change of settings is kept with all arguments, also those that another change has set since: that one must not be turned back. */
async function renewSettings(
  { trx }: Change,
  { id, customer_id, deployment }: RecommendationRow,
  settings: NonNullable<PlannedRecommendation['settings']>,
): Promise<void> {
  const serving = (await readDeployments(trx, customer_id)).find(({ name }) => name === deployment);
  const present = serving?.replicas.find(isPresent)?.engine_args;
  if (present === undefined) return;
  const engine_args = JSON.stringify({ ...present, ...settings });
  await trx.updateTable('recommendations').set({ engine_args }).where('id', '=', id).execute();
}
