import { type CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';

/** What is asked of the CloudWatch agent on a machine. */
export interface AgentMetric {
  readonly MetricName: string;
  readonly Stat: 'Maximum' | 'Average';
}

export interface AgentQuestion<Name extends string> {
  readonly metrics: Readonly<Record<Name, AgentMetric>>;
  readonly from: Date;
  readonly to: Date;
  /** Length of the stretches over which a statistic is made. */
  readonly periodSeconds: number;
}

/** What was measured in a stretch of time. */
export interface Measured {
  /** When the stretch began. */
  readonly begin: Date;
  readonly value: number;
}

/** By instance id, what was measured on each of the machines, newest first. Errors are those of CloudWatch. */
export async function agentMetrics<Name extends string>(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
  question: AgentQuestion<Name>,
): Promise<ReadonlyMap<string, (name: Name) => readonly Measured[]>> {
  const found = new Map<string, (name: Name) => readonly Measured[]>();
  const machinesAtOnce = Math.floor(queriesAtOnce / Object.keys(question.metrics).length);
  for (let k = 0; k < instanceIds.length; k += machinesAtOnce) {
    const ids = instanceIds.slice(k, k + machinesAtOnce);
    const values = await ask(cloudWatch, ids, question);
    for (const [place, id] of ids.entries()) found.set(id, (name) => values.get(`${name}_${place}`) ?? []);
  }
  return found;
}

/** The values of a metric, one for each hour in which it was measured. */
export type HourlyValues<Name extends string> = (name: Name) => readonly number[];

/** By instance id, what was measured on each of the machines in each hour of the last days. Errors are those of CloudWatch. */
export async function hourlyMetrics<Name extends string>(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
  { metrics, days }: Pick<AgentQuestion<Name>, 'metrics'> & { readonly days: number },
): Promise<ReadonlyMap<string, HourlyValues<Name>>> {
  const to = new Date();
  const from = new Date(to.getTime() - days * millisecondsADay);
  const measured = await agentMetrics(cloudWatch, instanceIds, { metrics, from, to, periodSeconds: 3600 });
  return new Map([...measured].map(([id, of]) => [id, (name: Name) => of(name).map(({ value }) => value)]));
}

/** CloudWatch takes no more in one call. */
const queriesAtOnce = 500;

const millisecondsADay = 24 * 3600 * 1000;

async function ask<Name extends string>(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
  { metrics, from: StartTime, to: EndTime, periodSeconds: Period }: AgentQuestion<Name>,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const MetricDataQueries = instanceIds.flatMap((Value, place) =>
    Object.entries<AgentMetric>(metrics).map(([name, { MetricName, Stat }]) => {
      const Metric = { Namespace: 'CWAgent', MetricName, Dimensions: [{ Name: 'InstanceId', Value }] };
      return { Id: `${name}_${place}`, MetricStat: { Metric, Period, Stat } };
    }),
  );
  const found = new Map<string, readonly Measured[]>();
  const pages = paginateGetMetricData({ client: cloudWatch }, { StartTime, EndTime, MetricDataQueries });
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
      const measured = Values.map((value, k) => ({ begin: Timestamps[k] ?? StartTime, value }));
      found.set(Id, [...(found.get(Id) ?? []), ...measured]);
    }
  }
  return found;
}
