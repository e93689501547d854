import { type CloudWatchClient, type MetricDataQuery, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';

/** How far back use is looked at, which is also how long a machine must have run: a month has every week of a habit. */
export const daysOfUse = 30;

/** GPUs that get above this share of their time in an hour had work in it; what is below comes of drivers and monitoring. */
const workingGpuShare = 0.05;

const millisecondsADay = 24 * 3600 * 1000;

/**
 * In which share of the hours of the last 30 days each machine worked, 0..1, as the CloudWatch agent on it has measured:
 * its GPUs, or, where it has none, whether it ran. Undefined where nothing was measured. Errors are those of CloudWatch.
 */
export async function shareInUse(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, number | undefined>> {
  const found = new Map<string, number | undefined>();
  for (let k = 0; k < instanceIds.length; k += machinesAtOnce) {
    const ids = instanceIds.slice(k, k + machinesAtOnce);
    const values = await valuesOf(cloudWatch, ids.flatMap(queriesFor));
    for (const [place, id] of ids.entries()) {
      const [gpu, memory] = [values.get(queryId('gpu', place)), values.get(queryId('memory', place))];
      found.set(id, shareOfHours(gpu ?? [], memory ?? []));
    }
  }
  return found;
}

/** @param gpu maximum of each measured hour, percent @param memory anything of each hour in which the machine ran */
export function shareOfHours(gpu: readonly number[], memory: readonly number[]): number | undefined {
  if (gpu.length === 0 && memory.length === 0) return undefined;
  const hours = gpu.length > 0 ? gpu.filter((percent) => percent >= workingGpuShare * 100).length : memory.length;
  // The hour that has just begun is measured too.
  return Math.min(1, hours / (daysOfUse * 24));
}

/** CloudWatch takes 500 queries in one call; a machine has two. */
const machinesAtOnce = 250;

const metrics = { gpu: 'nvidia_smi_utilization_gpu', memory: 'mem_used' } as const;

type QueryName = keyof typeof metrics;

function queriesFor(instanceId: string, place: number): MetricDataQuery[] {
  const Dimensions = [{ Name: 'InstanceId', Value: instanceId }];
  return (['gpu', 'memory'] as const).map((name) => {
    const Metric = { Namespace: 'CWAgent', MetricName: metrics[name], Dimensions };
    return { Id: queryId(name, place), MetricStat: { Metric, Period: 3600, Stat: 'Maximum' } };
  });
}

function queryId(name: QueryName, place: number): string {
  return `${name}_${place}`;
}

async function valuesOf(
  cloudWatch: CloudWatchClient,
  asked: MetricDataQuery[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - daysOfUse * millisecondsADay);
  const found = new Map<string, readonly number[]>();
  const pages = paginateGetMetricData({ client: cloudWatch }, { StartTime, EndTime, MetricDataQueries: asked });
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id = '', Values = [] } of MetricDataResults) found.set(Id, [...(found.get(Id) ?? []), ...Values]);
  }
  return found;
}
