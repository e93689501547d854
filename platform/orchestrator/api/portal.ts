import { dashboardOf } from '../recommendations/dashboard.ts';
import { type ApiDependencies, customerIdOf, type Operations } from './dependencies.ts';

export function portalOperations({ access, stores: { db }, metrics }: ApiDependencies): Operations {
  return {
    getDashboard: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return dashboardOf(db, metrics, customerId);
    },
  };
}
