import type { Gateway } from '../../shared/gateway.ts';
import { latencyMetric } from './reading.ts';

/** The P95 of one deployment over time. */
export interface LatencyHistory {
  readonly deployment: string;
  /** At full hours, of the requests of the hour before, oldest first; seconds. */
  readonly hourly: readonly { readonly at: Date; readonly value: number }[];
  /** Of the last minutes, seconds; undefined where nothing was answered. */
  readonly present: number | undefined;
}

/** As the customer's Prometheus tells it. @param hours how many, up to the last full one @throws GatewayError */
export async function latencyHistory(gateway: Gateway, hours: number, now: Date): Promise<readonly LatencyHistory[]> {
  const end = new Date(Math.floor(now.getTime() / hour) * hour);
  const start = new Date(end.getTime() - (hours - 1) * hour);
  const [past, present] = await Promise.all([
    gateway.queryRange({ query: p95Over('1h'), start, end, stepSeconds: hour / 1000 }),
    gateway.queryRange({ query: p95Over('5m'), start: now, end: now, stepSeconds: 1 }),
  ]);
  const named = (labels: Readonly<Record<string, string>>) => labels.deployment ?? '';
  const names = new Set([...past, ...present].map(({ labels }) => named(labels)));
  return [...names].map((deployment) => ({
    deployment,
    hourly: past.find(({ labels }) => named(labels) === deployment)?.points ?? [],
    present: present.find(({ labels }) => named(labels) === deployment)?.points.at(-1)?.value,
  }));
}

/** Wall milliseconds. */
const hour = 3_600_000;

function p95Over(range: string): string {
  return `histogram_quantile(0.95, sum by (le, deployment) (rate(${latencyMetric}_bucket[${range}])))`;
}
