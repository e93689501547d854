import type { MetricsStore } from '../../shared/metrics-store.ts';
import { inAccount } from '../shared/account.ts';
import { type Clouds, machinesAt } from '../shared/estate.ts';
import type { CloudMachine } from '../shared/machines.ts';
import { isOwed, type Reservation, reservationsIn, unusedCost } from '../shared/reservations.ts';
import { awsOf, type TaskContext } from '../shared/task.ts';
import { transferSpend } from '../shared/transfer.ts';
import { recordHistory } from './spend-history.ts';

export interface Spend {
  /** All that run, in every cloud. */
  readonly machines: readonly CloudMachine[];
  /** Those that are owed. */
  readonly reservations: readonly Reservation[];
  /** Cents a month. */
  readonly monthly: number;
}

export interface SpendSources extends Clouds {
  readonly metrics: MetricsStore;
}

/**
 * What the machines that run now cost a month, with reservations that none uses and data that crosses clouds; also kept as the
 * customer's metric monthly_cost. @param historyDays with it also what is known of so many days before
 */
export async function measureSpend(context: TaskContext, sources: SpendSources, historyDays?: number): Promise<Spend> {
  const clouds = ['aws', 'gcp'] as const;
  const found = await Promise.all(clouds.map((cloud) => machinesAt(cloud, ['running'], { clouds: sources, context })));
  const priced = found.flat();
  const machines = priced.map(({ machine }) => machine);
  const transfer = await transferSpend(sources.aws, machines);
  const reservations = await owedReservations(context, sources);
  const besides = transfer + unusedCost(machines, reservations);
  const monthly = priced.reduce((sum, { cents }) => sum + cents, besides);
  const customerId = context.customer.customer_id;
  const now = new Date();
  if (historyDays !== undefined) await recordHistory(sources.metrics, priced, { customerId, days: historyDays, now });
  await sources.metrics.record([
    { customerId, metricType: 'monthly_cost', scope: '', timestamp: now, value: monthly / 100 },
  ]);
  return { machines, reservations, monthly };
}

async function owedReservations(context: TaskContext, { aws }: Clouds): Promise<readonly Reservation[]> {
  return awsOf(context) ? (await inAccount(aws, context, reservationsIn)).filter(isOwed) : [];
}
