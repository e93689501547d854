import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';

/** How a machine was used over the last days, as the CloudWatch agent on it has measured. */
export interface MachineUsage {
  /** GPU utilisation, 0..1; undefined where none was measured. */
  readonly gpuMaximum: number | undefined;
  readonly gpuMean: number | undefined;
  /** Bytes at most; undefined where it was not measured. */
  readonly hostMemory: number | undefined;
  /** Hours for which the GPUs were measured. */
  readonly hours: number;
}

/** How far back usage is looked at: a week, which has every day and night that a habit may have. */
export const usageDays = 7;

/** By instance id, for each of the machines. Errors are those of CloudWatch. */
export async function measureUsage(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, MachineUsage>> {
  const found = new Map<string, MachineUsage>();
  for (let k = 0; k < instanceIds.length; k += machinesAtOnce) {
    const ids = instanceIds.slice(k, k + machinesAtOnce);
    const values = await valuesOf(cloudWatch, ids.flatMap(queriesFor));
    for (const [place, id] of ids.entries())
      found.set(
        id,
        usageFrom((name) => values.get(queryId(name, place)) ?? []),
      );
  }
  return found;
}

/** @param hourly values of a query, an hour each */
export function usageFrom(hourly: (name: QueryName) => readonly number[]): MachineUsage {
  const means = hourly('gpuMean');
  const [maxima, memory] = [hourly('gpuMaximum'), hourly('hostMemory')];
  return {
    gpuMaximum: maxima.length === 0 ? undefined : Math.max(...maxima) / 100,
    gpuMean: means.length === 0 ? undefined : means.reduce((sum, value) => sum + value, 0) / means.length / 100,
    hostMemory: memory.length === 0 ? undefined : Math.max(...memory),
    hours: maxima.length,
  };
}

/** How much the GPUs of each machine work, 0..1, as the CloudWatch agent has measured last; 0 where it measures nothing. */
export async function presentGpuUse(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (instanceIds.length === 0) return new Map();
  const asked = instanceIds.map((id, place) => gpuQuery(id, place));
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - lookBack),
      EndTime: new Date(),
      MetricDataQueries: asked,
    }),
  );
  const latest = new Map(MetricDataResults.map(({ Id = '', Values = [] }) => [Id, (Values[0] ?? 0) / 100]));
  return new Map(instanceIds.map((id, place) => [id, latest.get(queryId('gpuMean', place)) ?? 0]));
}

/** Wall milliseconds: the agent writes a sample a minute. */
const lookBack = 120_000;

function gpuQuery(instanceId: string, place: number): MetricDataQuery {
  const { MetricName, Stat } = queries.gpuMean;
  const Metric = { Namespace: 'CWAgent', MetricName, Dimensions: [{ Name: 'InstanceId', Value: instanceId }] };
  return { Id: queryId('gpuMean', place), MetricStat: { Metric, Period: 60, Stat } };
}

/** CloudWatch takes 500 queries in one call; a machine has three. */
const machinesAtOnce = 150;

const millisecondsADay = 24 * 3600 * 1000;

const queries = {
  gpuMaximum: { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Maximum' },
  gpuMean: { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Average' },
  hostMemory: { MetricName: 'mem_used', Stat: 'Maximum' },
} as const;

type QueryName = keyof typeof queries;

function queriesFor(instanceId: string, place: number): MetricDataQuery[] {
  return Object.entries(queries).map(([name, { MetricName, Stat }]) => {
    const Metric = { Namespace: 'CWAgent', MetricName, Dimensions: [{ Name: 'InstanceId', Value: instanceId }] };
    return { Id: queryId(name, place), MetricStat: { Metric, Period: 3600, Stat } };
  });
}

function queryId(name: string, place: number): string {
  return `${name}_${place}`;
}

async function valuesOf(
  cloudWatch: CloudWatchClient,
  asked: MetricDataQuery[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - usageDays * millisecondsADay);
  const found = new Map<string, readonly number[]>();
  const pages = paginateGetMetricData({ client: cloudWatch }, { StartTime, EndTime, MetricDataQueries: asked });
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id = '', Values = [] } of MetricDataResults) found.set(Id, [...(found.get(Id) ?? []), ...Values]);
  }
  return found;
}
