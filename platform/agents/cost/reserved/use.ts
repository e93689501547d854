import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { hourlyMetrics } from '../../shared/agent-metrics.ts';

/** How far back use is looked at, which is also how long a machine must have run: a month has every week of a habit. */
export const daysOfUse = 30;

/** GPUs that get above this share of their time in an hour had work in it; what is below comes of drivers and monitoring. */
const workingGpuShare = 0.05;

const metrics = {
  gpu: { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Maximum' },
  memory: { MetricName: 'mem_used', Stat: 'Maximum' },
} as const;

/**
 * In which share of the hours of the last 30 days each machine worked, 0..1, as the CloudWatch agent on it has measured:
 * its GPUs, or, where it has none, whether it ran. Undefined where nothing was measured. Errors are those of CloudWatch.
 */
export async function shareInUse(
  cloudWatch: CloudWatchClient,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, number | undefined>> {
  const measured = await hourlyMetrics(cloudWatch, instanceIds, { metrics, days: daysOfUse });
  return new Map([...measured].map(([id, hourly]) => [id, shareOfHours(hourly('gpu'), hourly('memory'))]));
}

/** @param gpu maximum of each measured hour, percent @param memory anything of each hour in which the machine ran */
export function shareOfHours(gpu: readonly number[], memory: readonly number[]): number | undefined {
  if (gpu.length === 0 && memory.length === 0) return undefined;
  const hours = gpu.length > 0 ? gpu.filter((percent) => percent >= workingGpuShare * 100).length : memory.length;
  // The hour that has just begun is measured too.
  return Math.min(1, hours / (daysOfUse * 24));
}
