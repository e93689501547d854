import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { AwsError } from '../protocol/errors.ts';
import { type JsonCall, jsonAction, jsonService } from '../protocol/json-service.ts';
import type { Service } from '../protocol/service.ts';
import { machineMetricNames, machineSamples } from './machine-metrics.ts';
import type { MetricName, Sample } from './metric-store.ts';
import { type Period, periodsOf, type Span, statistic } from './statistics.ts';

const text = z.string().min(1);
/** Seconds since 1970, with decimals. */
const time = z.number();
const dimensions = z
  .array(z.object({ Name: text, Value: text }))
  .default([])
  .transform((list) => new Map(list.map(({ Name, Value }) => [Name, Value])));

const putMetricData = z.object({
  Namespace: text,
  MetricData: z
    .array(
      z.object({
        MetricName: text,
        Dimensions: dimensions,
        Timestamp: time.optional(),
        Unit: text.default('None'),
        Value: z.number().optional(),
        Values: z.array(z.number()).optional(),
        Counts: z.array(z.number().positive()).optional(),
        StatisticValues: z
          .object({ SampleCount: z.number().positive(), Sum: z.number(), Minimum: z.number(), Maximum: z.number() })
          .optional(),
      }),
    )
    .default([]),
});

const listMetrics = z.object({
  Namespace: text.optional(),
  MetricName: text.optional(),
  Dimensions: z.array(z.object({ Name: text, Value: text.optional() })).default([]),
});

const getMetricStatistics = z.object({
  Namespace: text,
  MetricName: text,
  Dimensions: dimensions,
  StartTime: time,
  EndTime: time,
  Period: z.number(),
  Statistics: z.array(z.enum(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'])).default([]),
  ExtendedStatistics: z.array(text).default([]),
});

const getMetricData = z.object({
  StartTime: time,
  EndTime: time,
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  MetricDataQueries: z.array(
    z.object({
      Id: text,
      Label: text.optional(),
      ReturnData: z.boolean().default(true),
      MetricStat: z.object({
        Metric: z.object({ Namespace: text, MetricName: text, Dimensions: dimensions }),
        Period: z.number(),
        Stat: text,
      }),
    }),
  ),
});

/** Keeps metrics that it is given and computes their statistics, and those of what is written about the machines. */
export function cloudWatchService(accounts: Accounts): Service {
  const accountOf = ({ caller }: JsonCall<unknown>): Account => {
    const account = accounts.get(caller.accountId);
    if (account) return account;
    throw new AwsError('AccessDeniedException', `No metrics are kept in account ${caller.accountId}.`);
  };
  const dialect = {
    target: 'GraniteServiceVersion20100801',
    version: '1.0',
    invalid: 'InvalidParameterValueException',
    missing: 'MissingRequiredParameterException',
  } as const;
  return jsonService(dialect, {
    PutMetricData: jsonAction(putMetricData, (call) => put(accountOf(call), call)),
    ListMetrics: jsonAction(listMetrics, (call) => list(accountOf(call), call)),
    GetMetricStatistics: jsonAction(getMetricStatistics, (call) => statistics(accountOf(call), call)),
    GetMetricData: jsonAction(getMetricData, (call) => data(accountOf(call), call)),
  });
}

type Datum = z.output<typeof putMetricData>['MetricData'][number];

function put(account: Account, { region, input }: JsonCall<z.output<typeof putMetricData>>): object {
  const samples = input.MetricData.map((datum) => {
    const metric = { namespace: input.Namespace, name: datum.MetricName, dimensions: datum.Dimensions };
    return { metric, sample: sampleOf(datum) };
  });
  for (const { metric, sample } of samples) account.metrics.put(region, metric, sample);
  return {};
}

function sampleOf(datum: Datum): Sample {
  const place = { at: datum.Timestamp === undefined ? Date.now() : datum.Timestamp * 1000, unit: datum.Unit };
  if (datum.StatisticValues) {
    const { SampleCount: count, Sum: sum, Minimum: minimum, Maximum: maximum } = datum.StatisticValues;
    return { ...place, count, sum, minimum, maximum, values: [] };
  }
  const numbers = datum.Values ?? (datum.Value === undefined ? [] : [datum.Value]);
  const values = numbers.map((value, index) => ({ value, count: datum.Counts?.[index] ?? 1 }));
  if (values.length === 0 || (datum.Counts && datum.Counts.length !== numbers.length)) {
    const message = `Metric ${datum.MetricName} must have Value, StatisticValues, or Values with as many Counts.`;
    throw new AwsError('InvalidParameterCombinationException', message);
  }
  return {
    ...place,
    count: values.reduce((sum, { count }) => sum + count, 0),
    sum: values.reduce((sum, { value, count }) => sum + value * count, 0),
    minimum: Math.min(...numbers),
    maximum: Math.max(...numbers),
    values,
  };
}

function list(account: Account, { region, input }: JsonCall<z.output<typeof listMetrics>>): object {
  const fits = (metric: MetricName) =>
    metric.namespace === (input.Namespace ?? metric.namespace) &&
    metric.name === (input.MetricName ?? metric.name) &&
    input.Dimensions.every(({ Name, Value }) => {
      const value = metric.dimensions.get(Name);
      return value !== undefined && value === (Value ?? value);
    });
  const written = account.region === region ? machineMetricNames(account) : [];
  const found = [...account.metrics.list(region), ...written].filter(fits);
  return {
    Metrics: found.map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: [...metric.dimensions].map(([Name, Value]) => ({ Name, Value })),
    })),
  };
}

function statistics(account: Account, call: JsonCall<z.output<typeof getMetricStatistics>>): object {
  const { input, region } = call;
  const metric = { namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions };
  const span = { from: input.StartTime * 1000, to: input.EndTime * 1000, period: input.Period };
  if (input.Statistics.length + input.ExtendedStatistics.length === 0) {
    const message = 'At least one of the parameters Statistics and ExtendedStatistics must be specified.';
    throw new AwsError('InvalidParameterCombinationException', message);
  }
  const points = periods(account, region, { metric, span }).map(({ at, samples }) => ({
    Timestamp: at / 1000,
    Unit: samples[0]?.unit,
    ...named(input.Statistics, samples),
    ...(input.ExtendedStatistics.length > 0 ? { ExtendedStatistics: named(input.ExtendedStatistics, samples) } : {}),
  }));
  return { Label: input.MetricName, Datapoints: points };
}

/** What has been put, and what is written about the machines, by period. */
function periods(
  account: Account,
  region: string,
  { metric, span }: { readonly metric: MetricName; readonly span: Span },
): readonly Period[] {
  const written = account.region === region ? machineSamples(account, metric, span) : [];
  return periodsOf([...account.metrics.samples(region, metric), ...written], span);
}

function named(names: readonly string[], samples: readonly Sample[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, statistic(name, samples)]));
}

function data(account: Account, { input, region }: JsonCall<z.output<typeof getMetricData>>): object {
  const results = input.MetricDataQueries.map((query) => {
    const { Metric: metric, Period: period, Stat: stat } = query.MetricStat;
    const name = { namespace: metric.Namespace, name: metric.MetricName, dimensions: metric.Dimensions };
    const span = { from: input.StartTime * 1000, to: input.EndTime * 1000, period };
    const found = periods(account, region, { metric: name, span });
    const ordered = input.ScanBy === 'TimestampAscending' ? found : found.toReversed();
    return {
      returned: query.ReturnData,
      result: {
        Id: query.Id,
        Label: query.Label ?? `${metric.MetricName} ${stat}`,
        Timestamps: ordered.map(({ at }) => at / 1000),
        Values: ordered.map(({ samples }) => statistic(stat, samples)),
        StatusCode: 'Complete',
      },
    };
  });
  return { MetricDataResults: results.filter(({ returned }) => returned).map(({ result }) => result) };
}
