import { actorOf } from '../auth/principal.ts';
import { cancelOptimization } from '../optimizations/cancel.ts';
import { describeOptimization, findOptimization, listOptimizations } from '../optimizations/optimizations.ts';
import { type ApiDependencies, customerIdOf, type Operations, pathParameter } from './dependencies.ts';

export function optimizationOperations({ access, stores }: ApiDependencies): Operations {
  const { db } = stores;
  return {
    getOptimization: async (request) => {
      const optimization = await findOptimization(db, pathParameter(request, 'optimization_id'));
      await access.toRead(request, optimization.customer_id);
      return describeOptimization(db, optimization);
    },
    cancelOptimization: async (request, reply) => {
      const { id, customer_id } = await findOptimization(db, pathParameter(request, 'optimization_id'));
      const actor = actorOf(await access.toAct(request, customer_id));
      return reply.code(202).send(await describeOptimization(db, await cancelOptimization(stores, id, actor)));
    },
    listOptimizations: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return listOptimizations(db, customerId);
    },
  };
}
