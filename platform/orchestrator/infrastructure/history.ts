import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskRouter } from '../agents/router.ts';
import { inChange, type Stores } from '../database/change.ts';
import { emitEvent } from '../events/events.ts';
import { formatDollars, toCents } from '../money.ts';
import type { Job } from '../queue/jobs.ts';
import { cloudName } from './cloud-access.ts';

export interface HistoryDependencies {
  readonly stores: Stores;
  readonly router: TaskRouter;
}

/** Charts show so much of the past: what lies before the first measurement is asked of the customer's own systems, once. */
const historyDays = 30;
const historyHours = 24;

/** Job: has the spend of the moment measured, and found out what can be known of the month before, which the cost agent records. */
export function recordSpend({ router, stores }: HistoryDependencies): Job<'record_spend'> {
  return async ({ customerId }) => {
    if (await hasLeft(stores, customerId)) return;
    const parameters = { history_days: historyDays };
    const { monthly_cost } = await router.run('measure_spend', { customerId, parameters });
    const message = `Your machines cost ${formatDollars(toCents(monthly_cost))} a month.`;
    await tell(stores, customerId, { message, metric_type: 'monthly_cost', value: monthly_cost });
  };
}

/** Job: has found out how the machines of one cloud were used over the last day, which the resource agent records. */
export function recordUse({ router, stores }: HistoryDependencies): Job<'record_use'> {
  return async ({ customerId, provider }) => {
    if (await hasLeft(stores, customerId)) return;
    const parameters = { cloud_provider: provider, history_hours: historyHours };
    const { instances } = await router.run('measure_use', { customerId, parameters, withoutAgent: 'give up' });
    if (instances.length === 0) return;
    const message = `How much the GPUs of your machines at ${cloudName(provider)} worked in the last ${historyHours} hours is known.`;
    await tell(stores, customerId, { message, metric_type: 'gpu_utilisation' });
  };
}

/** Job: has found out how fast each deployment has served over the last day, which the performance agent records. */
export function recordLatency({ router, stores }: HistoryDependencies): Job<'record_latency'> {
  return async ({ customerId }) => {
    if (await hasLeft(stores, customerId)) return;
    const parameters = { history_hours: historyHours };
    const { deployments } = await router.run('measure_latency', { customerId, parameters, withoutAgent: 'give up' });
    if (deployments.length === 0) return;
    const each = deployments.map(({ deployment, latency_p95 }) => `${deployment} ${latency_p95.toFixed(2)} s`);
    const message = `The P95 of the last ${historyHours} hours is known; at present: ${each.join(', ')}.`;
    await tell(stores, customerId, { message, metric_type: 'latency_p95' });
  };
}

async function hasLeft({ db }: Stores, customerId: string): Promise<boolean> {
  const found = await db.selectFrom('customers').select('id').where('id', '=', customerId).executeTakeFirst();
  return found === undefined;
}

interface News {
  readonly message: string;
  readonly metric_type: components['schemas']['MetricType'];
  readonly value?: number;
}

async function tell(stores: Stores, customerId: string, { message, ...data }: News): Promise<void> {
  await inChange(stores, (change) => emitEvent(change, { customerId, type: 'metrics.updated', message, data }));
}
