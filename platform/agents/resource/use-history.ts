import { type CloudWatchClient, type MetricDataQuery, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { HourOfUse } from '../shared/google/metrics.ts';
import { agentQuery } from '../shared/hourly-metrics.ts';

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
  const found = new Map<string, HourOfUse[]>();
  for (let k = 0; k < instanceIds.length; k += queriesAtOnce) {
    const ids = instanceIds.slice(k, k + queriesAtOnce);
    const asked = { StartTime: new Date(from), EndTime: new Date(to), MetricDataQueries: ids.map(queryFor) };
    for await (const { MetricDataResults = [] } of paginateGetMetricData({ client: cloudWatch }, asked)) {
      for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
        const id = ids[Number(Id.slice(prefix.length))] ?? '';
        const hours = Values.map((percent, place) => hourOf(Timestamps[place], percent));
        found.set(id, [...(found.get(id) ?? []), ...hours]);
      }
    }
  }
  return found;
}

const hour = 3_600_000;

/** CloudWatch takes so many in one call. */
const queriesAtOnce = 500;

const prefix = 'gpu';

function queryFor(instanceId: string, place: number): MetricDataQuery {
  const metric = { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Average' } as const;
  return agentQuery(`${prefix}${place}`, instanceId, { ...metric, Period: hour / 1000 });
}

/** CloudWatch names an hour by its beginning. */
function hourOf(begin: Date | undefined, percent: number): HourOfUse {
  return { end: new Date((begin?.getTime() ?? 0) + hour), use: percent / 100 };
}
