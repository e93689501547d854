import type { Transaction } from 'kysely';
import type { Database, RecommendationRow } from '../database/schema.ts';
import { enqueue } from '../queue/jobs.ts';
import { planOf } from './plans.ts';

/**
 * Makes the optimization with its steps and enqueues the first, all in the transaction of the approval. Answers the id.
 * @param resolutionId of the settled conflict that it is a part of
 */
export async function queueOptimization(
  trx: Transaction<Database>,
  recommendation: RecommendationRow,
  resolutionId?: string,
): Promise<string> {
  const { id } = await trx
    .insertInto('optimizations')
    .values({
      customer_id: recommendation.customer_id,
      recommendation_id: recommendation.id,
      type: recommendation.type,
      status: 'queued',
      ...(resolutionId !== undefined && { resolution_id: resolutionId }),
      state: '{}',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('optimization_steps')
    .values(
      planOf(recommendation.type).map(({ name, agentType }, position) => ({
        optimization_id: id,
        position,
        name,
        agent_type: agentType,
        status: 'pending' as const,
      })),
    )
    .execute();
  await enqueue(trx, 'run_step', { optimizationId: id, position: 0 });
  return id;
}
