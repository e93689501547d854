import { z } from 'zod';
import type { Gpus } from '../instance-types.ts';
import type { Project } from './project.ts';

/** A type of machine with GPUs that the region offers. */
export interface GoogleType {
  readonly name: string;
  readonly gpus: Gpus;
}

const gigabyte = 1e9;

/** Google's names of its accelerators, as AWS names the same GPUs, with the memory of each (NVIDIA's data sheets). */
const accelerators: Readonly<Record<string, { readonly name: string; readonly memory: number }>> = {
  'nvidia-tesla-a100': { name: 'A100', memory: 40 * gigabyte },
  'nvidia-a100-80gb': { name: 'A100', memory: 80 * gigabyte },
  'nvidia-h100-80gb': { name: 'H100', memory: 80 * gigabyte },
  'nvidia-l4': { name: 'L4', memory: 24 * gigabyte },
};

const offered = z.object({
  name: z.string(),
  accelerators: z.array(z.object({ guestAcceleratorType: z.string(), guestAcceleratorCount: z.number() })).default([]),
});

/** Those whose GPUs are known, of the region's zones. */
export async function machineTypes({ compute, projectId, region }: Project): Promise<readonly GoogleType[]> {
  const { data } = await compute.machineTypes.aggregatedList({ project: projectId });
  const zones = Object.entries(data.items ?? {}).filter(([zone]) => zone.startsWith(`zones/${region}-`));
  const types = zones.flatMap(([, { machineTypes: found = [] }]) => found.map((type) => offered.parse(type)));
  const known = types.flatMap(({ name, accelerators: [accelerator] }): GoogleType[] => {
    const gpu = accelerator && accelerators[accelerator.guestAcceleratorType];
    return gpu ? [{ name, gpus: { ...gpu, count: accelerator.guestAcceleratorCount } }] : [];
  });
  return [...new Map(known.map((type) => [type.name, type])).values()];
}

/** Whether one set of GPUs is like another: same model and number, and about as much memory. */
export function areAlike(one: Gpus, other: Gpus): boolean {
  const share = one.memory / other.memory;
  return (
    one.name === other.name && one.count === other.count && share > MEMORY_TOLERANCE && share < 1 / MEMORY_TOLERANCE
  );
}

/** Clouds state the same memory in decimal and in binary units. */
const MEMORY_TOLERANCE = 0.9;
