import type { components } from '../../../contracts/generated/openapi.ts';
import { getAnalysis, startAnalysis } from '../analyses/analyses.ts';
import { actorOf } from '../auth/principal.ts';
import { approve, reject } from '../recommendations/decisions.ts';
import { describeRecommendation, findRecommendation, listRecommendations } from '../recommendations/recommendations.ts';
import { type ApiDependencies, bodyOf, customerIdOf, type Operations, pathParameter } from './dependencies.ts';

export function recommendationOperations(api: ApiDependencies): Operations {
  return { ...analysisOperations(api), ...decisionOperations(api) };
}

function analysisOperations({ access, stores: { db } }: ApiDependencies): Operations {
  return {
    analyzeCustomer: async (request, reply) => {
      const customerId = customerIdOf(request);
      const actor = actorOf(await access.toAct(request, customerId));
      const { agent_type: agentType } = bodyOf<{ agent_type: components['schemas']['AgentType'] }>(request);
      const analysis_id = await startAnalysis(db, { customerId, agentType, actor });
      return reply.code(202).send({ status: 'started', analysis_id });
    },
    getAnalysis: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return getAnalysis(db, customerId, pathParameter(request, 'analysis_id'));
    },
    listRecommendations: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return listRecommendations(db, customerId);
    },
  };
}

/** Whose recommendation it is can only be told once it is found: an unknown one is 404, another customer's 403. */
function decisionOperations({ access, stores }: ApiDependencies): Operations {
  const { db } = stores;
  return {
    getRecommendation: async (request) => {
      const recommendation = await findRecommendation(db, pathParameter(request, 'recommendation_id'));
      await access.toRead(request, recommendation.customer_id);
      return describeRecommendation(db, recommendation);
    },
    approveRecommendation: async (request) => {
      const { id, customer_id } = await findRecommendation(db, pathParameter(request, 'recommendation_id'));
      const actor = actorOf(await access.toAct(request, customer_id));
      return { status: 'approved', optimization_id: await approve(stores, id, actor) };
    },
    rejectRecommendation: async (request) => {
      const { id, customer_id } = await findRecommendation(db, pathParameter(request, 'recommendation_id'));
      const actor = actorOf(await access.toAct(request, customer_id));
      const { reason } = bodyOf<{ reason: string }>(request);
      return describeRecommendation(db, await reject(stores, id, { reason, actor }));
    },
  };
}
