import type { operations } from '../contracts/generated/openapi';
import { merge, quantile } from '../support/drivers/prometheus';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { Money } from './amounts/money';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

type Metric = Answer<operations['getMetrics']>[number];

/** One figure as OptiInfra reports it, and as it comes out of the world; both in its unit, or undefined where there is none. */
export interface Comparison {
  readonly of: string;
  readonly reported: number | undefined;
  readonly real: number | undefined;
}

const SOON = Duration.parse('5 minutes');
const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Four to an hour: an hour's mean then has to be worked out here as there. */
const PERIOD_SECONDS = 900;

/** Figures that OptiInfra reports, and the same worked out anew with the customer's own keys. */
export class Figures {
  constructor(private readonly around: Surroundings) {}

  /** What OptiInfra reports to have been spent at the midnights before the customer came, oldest first. */
  async spendBefore(customer: Customer): Promise<readonly Money[]> {
    const reported = await this.#reported(customer, 'monthly_cost', (metrics) => metrics.some(isMidnight));
    return reported.filter(isMidnight).map(({ value }) => Money.ofDollars(value));
  }

  /** The use of the GPUs of each machine that measures it, 0..1, in each of the last full hours. */
  async useByHour(customer: Customer): Promise<readonly Comparison[]> {
    const reported = await this.#reported(customer, 'gpu_utilisation', (metrics) => metrics.length > 0);
    const to = Math.max(...reported.map(({ timestamp }) => Date.parse(timestamp)));
    const hours = Array.from({ length: HOURS }, (_, k) => to - k * HOUR_MS);
    const machines = await customer.runningMachines();
    const looks = machines.map(async ({ instanceId, name }) => {
      const points = await customer.own.cloud.gpuUseBetween(instanceId, {
        from: to - HOURS * HOUR_MS,
        to,
        periodSeconds: PERIOD_SECONDS,
      });
      return hours.map((end) => {
        const own = reported.find(({ scope, timestamp }) => scope === instanceId && Date.parse(timestamp) === end);
        const within = points.filter(({ at }) => at >= end - HOUR_MS && at < end);
        return { of: `${name} until ${new Date(end).toISOString()}`, reported: own?.value, real: mean(within) };
      });
    });
    return (await Promise.all(looks)).flat();
  }

  /** The P95 of each model, in seconds. */
  async latencyByModel(customer: Customer): Promise<readonly Comparison[]> {
    const deployments = await customer.own.gateway.deployments();
    const all = (metrics: readonly Metric[]) =>
      deployments.every(({ name }) => metrics.some(({ scope }) => scope === name));
    const reported = await this.#reported(customer, 'latency_p95', all);
    return await Promise.all(
      deployments.map(async ({ name, replicas }) => {
        const serving = replicas.filter(({ weight }) => weight > 0);
        const latencies = await Promise.all(serving.map((one) => customer.own.gateway.latencies(one.replica_id)));
        const newest = reported.filter(({ scope }) => scope === name).at(-1);
        return { of: name, reported: newest?.value, real: quantile(merge(latencies), 0.95) };
      }),
    );
  }

  async #reported(
    customer: Customer,
    metric_type: Metric['metric_type'],
    until: (metrics: readonly Metric[]) => boolean,
  ): Promise<readonly Metric[]> {
    return await eventually(
      `OptiInfra to report ${metric_type} to ${customer.name}`,
      () => customer.call('getMetrics', { query: { metric_type } }),
      until,
      { ...this.around.clock.within(SOON), wake: customer.own.events, show: (metrics) => `${metrics.length} figures` },
    );
  }
}

/** Those that differ by more than the tolerance, in words; one that only one side knows differs. @throws Error when there are none at all */
export function differing(comparisons: readonly Comparison[], tolerance: number): readonly string[] {
  const known = comparisons.filter(({ reported, real }) => reported !== undefined || real !== undefined);
  if (known.length === 0) throw new Error('There is no figure to compare');
  return known
    .filter(
      ({ reported = Number.NaN, real = Number.NaN }) =>
        !(Math.abs(reported - real) <= tolerance * Math.max(real, SMALLEST)),
    )
    .map(({ of, reported, real }) => `${of}: ${reported} is reported, ${real} is so`);
}

/** Shares below this are compared as if they were this. */
const SMALLEST = 0.01;

function isMidnight({ timestamp }: Metric): boolean {
  return timestamp.endsWith('T00:00:00.000Z');
}

function mean(points: readonly { readonly share: number }[]): number | undefined {
  return points.length === 0 ? undefined : points.reduce((sum, { share }) => sum + share, 0) / points.length;
}
