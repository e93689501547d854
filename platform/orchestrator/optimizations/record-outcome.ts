import type { FindingFacts } from '../database/schema.ts';
import { toDollars } from '../money.ts';
import type { Job } from '../queue/jobs.ts';
import type { EngineDependencies } from './execution.ts';
import { rolloutStateSchema } from './rollout-state.ts';

/** Job: has the cost agent remember how an optimization ended, and notes that it has. */
export function recordOutcome({ stores: { db }, router }: EngineDependencies): Job<'record_outcome'> {
  return async ({ optimizationId }) => {
    const outcome = await db
      .selectFrom('optimization_outcomes')
      .innerJoin('optimizations', 'optimizations.id', 'optimization_outcomes.optimization_id')
      .innerJoin('recommendations', 'recommendations.id', 'optimizations.recommendation_id')
      .selectAll('optimization_outcomes')
      .select(['optimizations.type', 'optimizations.state', 'recommendations.facts', 'recommendations.instance_ids'])
      .where('optimization_outcomes.optimization_id', '=', optimizationId)
      .where('stored_in_vector_db', '=', false)
      .executeTakeFirst();
    if (outcome === undefined) return;
    const reason = rolloutStateSchema.parse(outcome.state).failure?.reason;
    const { stored } = await router.run('record_outcome', {
      customerId: outcome.customer_id,
      parameters: {
        optimization_id: optimizationId,
        type: outcome.type,
        success: outcome.success,
        ...(reason !== undefined && { reason }),
        predicted_savings: toDollars(outcome.predicted_savings_cents),
        actual_savings: toDollars(outcome.actual_savings_cents),
        ...situation(outcome.facts, outcome.instance_ids.length),
      },
    });
    if (!stored) throw new Error(`The outcome of optimization ${optimizationId} was not stored`);
    await db
      .updateTable('optimization_outcomes')
      .set({ stored_in_vector_db: true })
      .where('optimization_id', '=', optimizationId)
      .execute();
  };
}

/** What the recommendation was made from, as its finding measured it. */
function situation(facts: FindingFacts, machines: number) {
  const { instance_type, discount, interruption_rate } = facts;
  return {
    instance_type: typeof instance_type === 'string' ? instance_type : 'unknown',
    machines,
    discount: typeof discount === 'number' ? discount : 0,
    interruption_rate: typeof interruption_rate === 'number' ? interruption_rate : 0,
  };
}
