import { type InstanceTypeInfo, paginateDescribeInstanceTypes } from '@aws-sdk/client-ec2';
import type { Account } from './machines.ts';
import { TaskError } from './task.ts';

/** The GPUs of a type of machine, all alike. */
export interface Gpus {
  /** Such as A10G. */
  readonly name: string;
  readonly count: number;
  /** Bytes of one. */
  readonly memory: number;
}

/** A type of machine that the cloud offers in a region. */
export interface InstanceType {
  readonly name: string;
  /** Undefined without GPUs. */
  readonly gpus: Gpus | undefined;
  /** Bytes. */
  readonly hostMemory: number;
}

/** All types that the region offers, or those of the given names. Errors are those of EC2. */
export async function instanceTypes({ ec2 }: Account, names: readonly string[] = []): Promise<readonly InstanceType[]> {
  const found: InstanceType[] = [];
  const filter = { Filters: [{ Name: 'instance-type', Values: [...new Set(names)] }] };
  for await (const page of paginateDescribeInstanceTypes(
    { client: ec2, pageSize: 100 },
    names.length > 0 ? filter : {},
  )) {
    found.push(...(page.InstanceTypes ?? []).map(toInstanceType));
  }
  return found;
}

/** The GPUs that a type has. @throws TaskError unknown_instance_type where it is not offered, or has none */
export function gpusOf(types: readonly InstanceType[], name: string): Gpus {
  const gpus = types.find((type) => type.name === name)?.gpus;
  if (gpus) return gpus;
  throw new TaskError('unknown_instance_type', `The cloud offers no ${name} with GPUs here`, { retryable: false });
}

const bytesPerMebibyte = 2 ** 20;

function toInstanceType(info: InstanceTypeInfo): InstanceType {
  const [gpu] = info.GpuInfo?.Gpus ?? [];
  const memory = (gpu?.MemoryInfo?.SizeInMiB ?? 0) * bytesPerMebibyte;
  return {
    name: info.InstanceType ?? '',
    gpus: gpu ? { name: gpu.Name ?? '', count: gpu.Count ?? 0, memory } : undefined,
    hostMemory: (info.MemoryInfo?.SizeInMiB ?? 0) * bytesPerMebibyte,
  };
}
