import type { components } from '../../../contracts/generated/openapi.ts';
import type { MetricsStore } from '../../shared/metrics-store.ts';
import { agentHealth } from '../agents/health.ts';
import type { Reader } from '../database/change.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { serviceLevelsOf } from '../infrastructure/service-levels.ts';
import { toCents, toDollars } from '../money.ts';
import { potentialOf } from './potential.ts';
import { listRecommendations } from './recommendations.ts';

type Schemas = components['schemas'];

/** What the customer sees first. @throws Problem 404 */
export async function dashboardOf(
  db: Reader,
  metrics: Pick<MetricsStore, 'readNewest'>,
  customerId: string,
): Promise<Schemas['Dashboard']> {
  const [recommendations, newest, deployments, agents] = await Promise.all([
    listRecommendations(db, customerId),
    metrics.readNewest(customerId, ['monthly_cost', 'latency_p95', 'quality_score']),
    readDeployments(db, customerId),
    agentHealth(db, customerId),
  ]);
  const spend = newest.find(({ metricType }) => metricType === 'monthly_cost');
  const waiting = recommendations
    .filter(({ status }) => status === 'pending')
    .toSorted((a, b) => b.estimated_savings - a.estimated_savings);
  return {
    ...(spend !== undefined && { current_spend: spend.value }),
    potential_savings: toDollars(potentialOf(waiting.filter(canBeApproved).map(toOffer))),
    recommendations: waiting,
    service_levels: [...serviceLevelsOf(deployments, newest)],
    agents: [...agents],
  };
}

/** What an agent objects to cannot be approved, so that it saves nothing. */
function canBeApproved({ validations }: Schemas['Recommendation']): boolean {
  return validations.every(({ approved }) => approved);
}

function toOffer({ instance_ids, estimated_savings }: Schemas['Recommendation']) {
  return { instanceIds: instance_ids, savings: toCents(estimated_savings) };
}
