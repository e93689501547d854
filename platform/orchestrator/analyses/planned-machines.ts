import type { components } from '../../../contracts/generated/agents.ts';
import type { TaskRouter } from '../agents/router.ts';
import { TaskError } from '../agents/task-error.ts';
import type { Stores } from '../database/change.ts';
import { plannedByOffers } from '../recommendations/planned.ts';

export interface Platform {
  readonly stores: Stores;
  readonly router: TaskRouter;
}

/**
 * What the cost agent must know of the others' plans before it proposes to pay for a machine for years: what waiting offers
 * would end, and what the resource agent would propose if it was asked, whichever of the two is asked first. Without an answer
 * of the resource agent the cost agent is told nothing, and leaves reserved capacity alone.
 */
export async function plannedMachines(
  { stores, router }: Platform,
  customerId: string,
): Promise<components['schemas']['AnalyzeCostParameters']> {
  const offered = await plannedByOffers(stores.db, customerId, { except: 'cost' });
  try {
    const { recommendations } = await router.run('analyze_resources', { customerId, parameters: {} });
    const found = recommendations.flatMap(({ instance_ids }) => instance_ids);
    return { planned_instance_ids: [...new Set([...offered, ...found])] };
  } catch (error) {
    if (error instanceof TaskError) return {};
    throw error;
  }
}
