import type { Account } from '../accounts/account.ts';
import type { Instance } from '../ec2/instance.ts';
import { gpuPercent, hostMemoryBytes, type Quantity, receivedBytes } from '../metering/quantities.ts';
import { type Reading, readingsOf, type TimeRange } from '../metering/readings.ts';
import type { MetricName, Sample } from './metric-store.ts';

/** What is written about every machine. */
interface MachineMetric {
  /** CWAgent is what the agent on the machine writes, AWS/EC2 what EC2 itself does. */
  readonly namespace: 'CWAgent' | 'AWS/EC2';
  readonly name: string;
  readonly unit: string;
  readonly quantity: Quantity;
}

const machineMetrics: readonly MachineMetric[] = [
  { namespace: 'CWAgent', name: 'nvidia_smi_utilization_gpu', unit: 'Percent', quantity: gpuPercent },
  { namespace: 'CWAgent', name: 'mem_used', unit: 'Bytes', quantity: hostMemoryBytes },
  { namespace: 'AWS/EC2', name: 'NetworkIn', unit: 'Bytes', quantity: receivedBytes },
];

/** What has been written of a metric about the account's machines. */
export function machineSamples(account: Account, name: MetricName, range: TimeRange): readonly Sample[] {
  const metric = machineMetrics.find((each) => each.name === name.name && each.namespace === name.namespace);
  const instance = account.instances.get(name.dimensions.get('InstanceId') ?? '');
  if (name.dimensions.size !== 1 || !metric || !instance) return [];
  const readings = readingsOf(account, instance, { quantity: metric.quantity, range });
  return readings.map((reading) => sampleOf(reading, metric.unit));
}

/** Under which names something is written. */
export function machineMetricNames(account: Account): readonly MetricName[] {
  return account.running.flatMap((instance) => metricsOf(instance).map((metric) => nameOf(instance, metric)));
}

function metricsOf({ instanceType }: Instance): readonly MachineMetric[] {
  return machineMetrics.filter(({ quantity }) => quantity.isMeasured(instanceType));
}

function nameOf(instance: Instance, { namespace, name }: MachineMetric): MetricName {
  return { namespace, name, dimensions: new Map([['InstanceId', instance.id]]) };
}

function sampleOf({ at, values }: Reading, unit: string): Sample {
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
