import { type CloudWatchClient, type MetricDataQuery, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';

/** What is asked of the CloudWatch agent on a machine. */
export interface AgentMetric {
  readonly MetricName: string;
  readonly Stat: 'Maximum' | 'Average';
}

export interface HourlyQuestion<Name extends string> {
  readonly metrics: Readonly<Record<Name, AgentMetric>>;
  /** How far back. */
  readonly days: number;
}

/** The values of a metric, one for each hour in which it was measured. */
export type HourlyValues<Name extends string> = (name: Name) => readonly number[];

/** By instance id, what was measured on each of the machines. Errors are those of CloudWatch. */
export async function hourlyMetrics<Name extends string>(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
  { metrics, days }: HourlyQuestion<Name>,
): Promise<ReadonlyMap<string, HourlyValues<Name>>> {
  const found = new Map<string, HourlyValues<Name>>();
  const wanted = Object.entries<AgentMetric>(metrics);
  const machinesAtOnce = Math.floor(queriesAtOnce / wanted.length);
  for (let k = 0; k < instanceIds.length; k += machinesAtOnce) {
    const ids = instanceIds.slice(k, k + machinesAtOnce);
    const asked = ids.flatMap((id, place) =>
      wanted.map(([name, metric]) => agentQuery(`${name}_${place}`, id, { ...metric, Period: 3600 })),
    );
    const values = await valuesOf(cloudWatch, asked, days);
    for (const [place, id] of ids.entries()) found.set(id, (name) => values.get(`${name}_${place}`) ?? []);
  }
  return found;
}

/** @param Id of the query's result */
export function agentQuery(
  Id: string,
  instanceId: string,
  { MetricName, ...how }: AgentMetric & { readonly Period: number },
): MetricDataQuery {
  const Metric = { Namespace: 'CWAgent', MetricName, Dimensions: [{ Name: 'InstanceId', Value: instanceId }] };
  return { Id, MetricStat: { Metric, ...how } };
}

/** CloudWatch takes no more in one call. */
const queriesAtOnce = 500;

const millisecondsADay = 24 * 3600 * 1000;

async function valuesOf(
  cloudWatch: CloudWatchClient,
  asked: MetricDataQuery[],
  days: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - days * millisecondsADay);
  const found = new Map<string, readonly number[]>();
  const pages = paginateGetMetricData({ client: cloudWatch }, { StartTime, EndTime, MetricDataQueries: asked });
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id = '', Values = [] } of MetricDataResults) found.set(Id, [...(found.get(Id) ?? []), ...Values]);
  }
  return found;
}
