import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { agentMetrics } from '../shared/agent-metrics.ts';
import type { HourOfUse } from '../shared/google/metrics.ts';
import { gpuMean } from './usage.ts';

/** Complete hours of the past; wall milliseconds since 1970. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** @param count so many, up to the last full hour */
export function lastHours(count: number, now: Date): Hours {
  const to = Math.floor(now.getTime() / hour) * hour;
  return { from: to - count * hour, to };
}

/** How much the GPUs of each machine worked in each of the hours, as the CloudWatch agent on it has measured. Errors are those of CloudWatch. */
export async function hourlyGpuUse(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
  { from, to }: Hours,
): Promise<ReadonlyMap<string, readonly HourOfUse[]>> {
  const question = { metrics: { gpuMean }, from: new Date(from), to: new Date(to), periodSeconds: hour / 1000 };
  const measured = await agentMetrics(cloudWatch, instanceIds, question);
  // CloudWatch names an hour by its beginning.
  const ended = (begin: Date) => new Date(begin.getTime() + hour);
  return new Map(
    [...measured].map(([id, of]) => [
      id,
      of('gpuMean').map(({ begin, value }) => ({ end: ended(begin), use: value / 100 })),
    ]),
  );
}

const hour = 3_600_000;
