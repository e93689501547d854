import type { components } from '../../../contracts/generated/openapi.ts';
import type { MetricsStore } from '../../shared/metrics-store.ts';
import type { Reader } from '../database/change.ts';
import { toCents, toDollars } from '../money.ts';
import { potentialOf } from './potential.ts';
import { listRecommendations } from './recommendations.ts';

type Schemas = components['schemas'];

/** What the customer sees first. @throws Problem 404 */
export async function dashboardOf(
  db: Reader,
  metrics: Pick<MetricsStore, 'read'>,
  customerId: string,
): Promise<Schemas['Dashboard']> {
  const recommendations = await listRecommendations(db, customerId);
  const [spend] = await metrics.read({ customerId, metricType: 'monthly_cost', limit: 1 });
  const waiting = recommendations
    .filter(({ status }) => status === 'pending')
    .toSorted((a, b) => b.estimated_savings - a.estimated_savings);
  return {
    ...(spend !== undefined && { current_spend: spend.value }),
    potential_savings: toDollars(potentialOf(waiting.filter(canBeApproved).map(toOffer))),
    recommendations: waiting,
  };
}

/** What an agent objects to cannot be approved, so that it saves nothing. */
function canBeApproved({ validations }: Schemas['Recommendation']): boolean {
  return validations.every(({ approved }) => approved);
}

function toOffer({ instance_ids, estimated_savings }: Schemas['Recommendation']) {
  return { instanceIds: instance_ids, savings: toCents(estimated_savings) };
}
