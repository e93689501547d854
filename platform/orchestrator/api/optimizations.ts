import { describeOptimization, findOptimization, listOptimizations } from '../optimizations/optimizations.ts';
import { type ApiDependencies, customerIdOf, type Operations, pathParameter } from './dependencies.ts';

export function optimizationOperations({ access, stores: { db } }: ApiDependencies): Operations {
  return {
    getOptimization: async (request) => {
      const optimization = await findOptimization(db, pathParameter(request, 'optimization_id'));
      await access.toRead(request, optimization.customer_id);
      return describeOptimization(db, optimization);
    },
    listOptimizations: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return listOptimizations(db, customerId);
    },
  };
}
