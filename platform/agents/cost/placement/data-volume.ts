import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { hoursAMonth } from '../../shared/prices.ts';
import { millisecondsADay } from '../spot-mean.ts';

/** How far back data is counted. */
const days = 30;

const hour = 3_600_000;
const bytesPerGigabyte = 2 ** 30;

/**
 * Gigabytes (2^30 bytes) that come to the machine over the network in a month of 730 hours, from all complete hours of the last 30
 * days; undefined where none is measured yet.
 */
export async function dataVolume(cloudWatch: CloudWatchClient, instanceId: string): Promise<number | undefined> {
  const now = Date.now();
  const Metric = {
    Namespace: 'AWS/EC2',
    MetricName: 'NetworkIn',
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
  };
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - days * millisecondsADay),
      EndTime: new Date(now),
      MetricDataQueries: [{ Id: 'bytes', MetricStat: { Metric, Period: hour / 1000, Stat: 'Sum' } }],
    }),
  );
  const [{ Timestamps = [], Values = [] } = {}] = MetricDataResults;
  const complete = Values.filter((_, k) => (Timestamps[k]?.getTime() ?? now) + hour <= now);
  if (complete.length === 0) return undefined;
  const bytesAnHour = complete.reduce((sum, bytes) => sum + bytes, 0) / complete.length;
  return (bytesAnHour * hoursAMonth) / bytesPerGigabyte;
}
