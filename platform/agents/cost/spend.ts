import type { MetricsStore } from '../../shared/metrics-store.ts';
import { type Account, type Machine, machinesIn } from '../shared/machines.ts';
import { monthlyPrices, type OnDemandPrices } from '../shared/prices.ts';

export interface Spend {
  readonly machines: readonly Machine[];
  /** Cents a month. */
  readonly monthly: number;
}

export interface SpendSources {
  readonly onDemand: OnDemandPrices;
  readonly metrics: MetricsStore;
}

/** What the machines that run now cost a month, which is also kept as the customer's metric monthly_cost. */
export async function measureSpend(customerId: string, account: Account, sources: SpendSources): Promise<Spend> {
  const machines = await machinesIn(account, ['running']);
  const prices = await monthlyPrices(machines, { ec2: account.ec2, onDemand: sources.onDemand });
  const monthly = [...prices.values()].reduce((sum, cents) => sum + cents, 0);
  await sources.metrics.record([
    { customerId, metricType: 'monthly_cost', scope: '', timestamp: new Date(), value: monthly / 100 },
  ]);
  return { machines, monthly };
}
