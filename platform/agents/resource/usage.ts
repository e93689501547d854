import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { agentMetrics, type HourlyValues, hourlyMetrics } from '../shared/agent-metrics.ts';

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
  const measured = await hourlyMetrics(cloudWatch, instanceIds, { metrics, days: usageDays });
  return new Map([...measured].map(([id, hourly]) => [id, usageFrom(hourly)]));
}

export function usageFrom(hourly: HourlyValues<keyof typeof metrics>): MachineUsage {
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
  const to = new Date();
  const question = { metrics: { gpuMean }, from: new Date(to.getTime() - lookBack), to, periodSeconds: 60 };
  const measured = await agentMetrics(cloudWatch, instanceIds, question);
  return new Map([...measured].map(([id, of]) => [id, (of('gpuMean')[0]?.value ?? 0) / 100]));
}

/** Wall milliseconds: the agent writes a sample a minute. */
const lookBack = 120_000;

/** How much the GPUs worked, percent. */
export const gpuMean = { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Average' } as const;

const metrics = {
  gpuMaximum: { MetricName: 'nvidia_smi_utilization_gpu', Stat: 'Maximum' },
  gpuMean,
  hostMemory: { MetricName: 'mem_used', Stat: 'Maximum' },
} as const;
