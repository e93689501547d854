import { instanceType } from '../../world/catalogue.ts';
import type { Account } from '../accounts/account.ts';
import type { Instance } from '../ec2/instance.ts';
import { type GpuCauses, gpusDuring, gpusNow } from './machine-usage.ts';
import type { MetricName, Sample } from './metric-store.ts';

/** Wall milliseconds, the second excluded. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const namespace = 'CWAgent';
const hour = 3_600_000;
const minute = 60_000;
const samplesAnHour = 60;

/** What one machine's agent writes. */
interface AgentMetric {
  readonly unit: string;
  readonly isWritten: (instance: Instance) => boolean;
  /** @param from wall milliseconds, the beginning of a complete hour */
  readonly during: (machine: Measured, from: number) => readonly { readonly value: number; readonly part: number }[];
  readonly now: (machine: Measured) => number;
}

interface Measured extends GpuCauses {
  /** Wall milliseconds. */
  readonly now: number;
}

const agentMetrics: Readonly<Record<string, AgentMetric>> = {
  nvidia_smi_utilization_gpu: {
    unit: 'Percent',
    isWritten: ({ instanceType: name }) => instanceType(name)?.gpu !== undefined,
    during: (machine, from) => {
      const { share, part } = gpusDuring(from, machine.now, machine);
      return [
        { value: percent(share), part },
        { value: 0, part: 1 - part },
      ];
    },
    now: (machine) => percent(gpusNow(machine.now, machine)),
  },
  mem_used: {
    unit: 'Bytes',
    isWritten: () => true,
    during: ({ usage }) => [{ value: usage.hostMemoryGib * 2 ** 30, part: 1 }],
    now: ({ usage }) => usage.hostMemoryGib * 2 ** 30,
  },
};

/**
 * What the CloudWatch agents on the account's machines have written of a metric: for every complete hour since the machine
 * was launched what it sampled each minute, and for this minute what is so now.
 */
export function agentSamples(account: Account, name: MetricName, range: TimeRange): readonly Sample[] {
  const metric = Object.hasOwn(agentMetrics, name.name) ? agentMetrics[name.name] : undefined;
  const instance = account.instances.get(name.dimensions.get('InstanceId') ?? '');
  if (name.namespace !== namespace || name.dimensions.size !== 1 || !metric || !instance?.isRunning) return [];
  if (!metric.isWritten(instance)) return [];
  const now = Date.now();
  const machine = { usage: instance.usage, served: account.gpuUse(instance), now };
  const hours = hoursOf(instance, { from: range.from, to: Math.min(range.to, now) });
  const past = hours.map((from) => {
    const values = metric.during(machine, from).filter(({ part }) => part > 0);
    return sampleOf(
      from,
      metric.unit,
      values.map(({ value, part }) => ({ value, count: part * samplesAnHour })),
    );
  });
  const present = sampleOf(now - (now % minute), metric.unit, [{ value: metric.now(machine), count: 1 }]);
  return [...past, present];
}

/** Under which names the agents write. */
export function agentMetricNames(account: Account): readonly MetricName[] {
  const running = [...account.instances.values()].filter(({ isRunning }) => isRunning);
  return running.flatMap((instance) =>
    Object.entries(agentMetrics)
      .filter(([, metric]) => metric.isWritten(instance))
      .map(([name]) => ({ namespace, name, dimensions: new Map([['InstanceId', instance.id]]) })),
  );
}

/** Beginnings of the hours that are complete by the end of the range, and begin in it after the machine's launch. */
function hoursOf(instance: Instance, { from, to }: TimeRange): readonly number[] {
  const first = Math.ceil(Math.max(from, instance.launchTime.getTime()) / hour);
  const end = Math.floor(to / hour);
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => (first + k) * hour);
}

function sampleOf(at: number, unit: string, values: Sample['values']): Sample {
  const numbers = values.map(({ value }) => value);
  return {
    at,
    unit,
    count: values.reduce((sum, { count }) => sum + count, 0),
    sum: values.reduce((sum, { value, count }) => sum + value * count, 0),
    minimum: Math.min(...numbers),
    maximum: Math.max(...numbers),
    values,
  };
}

/** As nvidia-smi and DCGM tell it, with two decimals. */
function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
