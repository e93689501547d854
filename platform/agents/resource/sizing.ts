import { type GpuMemory, memoryHeadRoom } from '../shared/gpu-readings.ts';
import type { Gpus, InstanceType } from '../shared/instance-types.ts';
import type { Finding } from '../shared/schemas.ts';

/** Machines whose GPUs work less than this share of their time are too large. */
export const oversizedBelow = 0.4;

/** Share of their time that the GPUs of a smaller machine may work. */
export const maxPredictedUse = 0.8;

/** What runs on a machine, as it was measured. */
export interface Workload {
  readonly gpus: Gpus;
  /** Share of the time in which the GPUs work, 0..1. */
  readonly utilisation: number;
  /** GPUs that one replica is spread over. */
  readonly gpusPerReplica: number;
  /** Of one replica. */
  readonly memory: Omit<GpuMemory, 'total'>;
  /** Bytes in use. */
  readonly hostMemory: number;
}

/** A type of machine and its price. */
export interface Offer {
  readonly type: InstanceType;
  /** Cents a month. */
  readonly cents: number;
}

export interface Sizing {
  readonly reason: Extract<Finding['reason'], 'oversized' | 'well_sized' | 'memory_bound' | 'no_smaller_size'>;
  /** With `oversized`: the cheapest machine that carries the workload. */
  readonly offer: Offer | undefined;
  /** Cheaper ones that could carry the load, but not hold what is in memory. */
  readonly tooSmall: readonly string[];
}

/**
 * The cheapest machine with fewer GPUs of the same kind that carries the workload. The GPUs' use grows as their number
 * falls; what requests hold in the cache grows alike.
 * @param present cents a month of the machine as it is
 */
export function chooseSize(workload: Workload, offers: readonly Offer[], present: number): Sizing {
  if (workload.utilisation >= oversizedBelow) return { reason: 'well_sized', offer: undefined, tooSmall: [] };
  const carrying = offers
    .filter(({ type, cents }) => cents < present && carries(type.gpus, workload))
    .sort((a, b) => a.cents - b.cents);
  const holding = carrying.filter(({ type }) => holds(type, workload));
  // Fewer GPUs than a replica is spread over would need it started differently.
  const offer = holding.find(({ type }) => (type.gpus?.count ?? 0) >= workload.gpusPerReplica);
  const memoryIsTheReason = carrying.length > 0 && holding.length === 0;
  const tooSmall = carrying.filter((other) => !holding.includes(other) && (!offer || other.cents < offer.cents));
  return {
    reason: offer ? 'oversized' : memoryIsTheReason ? 'memory_bound' : 'no_smaller_size',
    offer,
    tooSmall: tooSmall.map(({ type }) => type.name),
  };
}

/** GPU utilisation on as many GPUs, 0..1 and beyond. */
export function predictedUse({ gpus, utilisation }: Workload, count: number): number {
  return (utilisation * gpus.count) / count;
}

function carries(gpus: Gpus | undefined, workload: Workload): boolean {
  if (gpus?.name !== workload.gpus.name || gpus.memory !== workload.gpus.memory) return false;
  return gpus.count < workload.gpus.count && predictedUse(workload, gpus.count) <= maxPredictedUse;
}

function holds({ gpus, hostMemory }: InstanceType, workload: Workload): boolean {
  if (!gpus) return false;
  const { memory, gpusPerReplica } = workload;
  const cache = (memory.cacheInUse * workload.gpus.count) / gpus.count;
  const available = Math.min(gpusPerReplica, gpus.count) * gpus.memory;
  return (memory.weights + cache) * memoryHeadRoom <= available && workload.hostMemory * memoryHeadRoom <= hostMemory;
}
