import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskRouter } from '../agents/router.ts';
import { finalProblem } from '../agents/task-error.ts';
import type { TaskParameters } from '../agents/tasks.ts';
import { inChange, type Stores } from '../database/change.ts';
import type { RecommendationRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { concernsUnserving } from '../optimizations/plans.ts';
import type { Job } from '../queue/jobs.ts';

type Validation = components['schemas']['Validation'];

export interface ValidationDependencies {
  readonly stores: Stores;
  readonly router: TaskRouter;
}

/** Job: asks another agent whether it agrees with a recommendation. */
export function validateRecommendation(dependencies: ValidationDependencies): Job<'validate_recommendation'> {
  const { stores } = dependencies;
  return async ({ recommendationId, agentType }, { isLast }) => {
    const recommendation = await stores.db
      .selectFrom('recommendations')
      .selectAll()
      .where('id', '=', recommendationId)
      .where('status', '=', 'pending')
      .executeTakeFirst();
    if (recommendation === undefined) return;
    try {
      await keepValidation(stores, recommendation, await ask(dependencies, agentType, recommendation));
    } catch (error) {
      const reason = finalProblem(error, isLast);
      await keepValidation(stores, recommendation, { agent_type: agentType, approved: false, reason });
    }
  };
}

async function ask(
  dependencies: ValidationDependencies,
  agentType: Validation['agent_type'],
  recommendation: RecommendationRow,
): Promise<Validation> {
  if (agentType === 'application') return establishBaseline(dependencies, recommendation);
  const answer = await dependencies.router.run('validate_recommendation', {
    customerId: recommendation.customer_id,
    parameters: await proposalOf(dependencies.stores, recommendation),
  });
  // Whoever was asked has answered, whatever the answer calls itself.
  const { baseline_established: _, ...validation } = answer;
  return { ...validation, agent_type: agentType };
}

/** What the performance agent is asked about a recommendation. */
export async function proposalOf(stores: Stores, recommendation: RecommendationRow) {
  const { type, instance_ids, engine_args, target_instance_type } = recommendation;
  const isAboutDeployment = engine_args !== null || target_instance_type !== null;
  const deployment = isAboutDeployment ? await deploymentOf(stores, recommendation) : undefined;
  return {
    type,
    instance_ids,
    ...(deployment !== undefined && { deployment }),
    ...(engine_args !== null && { engine_args }),
    ...(target_instance_type !== null && { target_instance_type }),
  };
}

/** The deployment that a recommendation names, or else the one that its machines serve. */
async function deploymentOf({ db }: Stores, recommendation: RecommendationRow): Promise<string | undefined> {
  if (recommendation.deployment !== null) return recommendation.deployment;
  const deployments = await readDeployments(db, recommendation.customer_id);
  const serving = deployments.find(({ replicas }) =>
    replicas.some(({ machine_id }) => recommendation.instance_ids.includes(machine_id)),
  );
  return serving?.name;
}

async function establishBaseline(
  { stores, router }: ValidationDependencies,
  recommendation: RecommendationRow,
): Promise<Validation> {
  const { customer_id: customerId } = recommendation;
  const parameters = await answeringPart(stores, recommendation);
  if (parameters === undefined) {
    const reason =
      'None of these machines serves a model that your runtime knows of, so that there is no quality to compare with.';
    return { agent_type: 'application', approved: false, reason };
  }
  const answer = await router.run('establish_baseline', { customerId, parameters });
  const { approved, reason, baseline_established, quality, hallucination_share } = answer;
  const facts = baseline_established ? { quality, hallucination_share } : {};
  return { agent_type: 'application', approved, reason, baseline_established, facts };
}

/** What of the recommendation has to do with answers; undefined where it should, but nothing is known of it. */
async function answeringPart(
  stores: Stores,
  recommendation: RecommendationRow,
): Promise<TaskParameters['establish_baseline'] | undefined> {
  const { type, instance_ids } = recommendation;
  if (type === 'reserved_capacity') return { unchanged: true };
  // Of machines that are to be given up the agent only looks whether they serve a model.
  if (concernsUnserving(type)) return { instance_ids };
  const deployment = await deploymentOf(stores, recommendation);
  return deployment === undefined ? undefined : { deployment };
}

async function keepValidation(
  stores: Stores,
  recommendation: RecommendationRow,
  validation: Validation,
): Promise<void> {
  const { agent_type, approved, reason, baseline_established = null, facts = {} } = validation;
  await inChange(stores, async (change) => {
    const kept = await change.trx
      .insertInto('validations')
      .values({
        recommendation_id: recommendation.id,
        agent_type,
        approved,
        reason,
        baseline_established,
        facts: JSON.stringify(facts),
      })
      .onConflict((found) => found.columns(['recommendation_id', 'agent_type']).doNothing())
      .returning('agent_type')
      .executeTakeFirst();
    if (kept === undefined) return;
    await emitEvent(change, {
      customerId: recommendation.customer_id,
      type: 'recommendation.validated',
      message: `The ${agent_type} agent ${approved ? 'approves' : 'objects'}: ${reason}`,
      data: { recommendation_id: recommendation.id, reason },
    });
  });
}
