import type { Deployment, Gateway } from '../../shared/gateway.ts';
import {
  type GpuMemory,
  gpuMemory,
  gpuUtilisation,
  mean,
  memoryMetrics,
  utilisationMetrics,
} from '../shared/gpu-readings.ts';

/** What one deployment does on a set of machines. */
export interface Served {
  /** Mean share of the time in which the GPUs of its replicas work, 0..1; undefined where no replica is ready. */
  readonly utilisation: number | undefined;
  readonly gpusPerReplica: number;
  /** Of the replica that needs most; undefined where that is not known. */
  readonly memory: GpuMemory | undefined;
}

/** As the replicas tell it at this moment. @throws GatewayError */
export async function servedOn(
  gateway: Gateway,
  deployment: Deployment,
  machineIds: readonly string[],
): Promise<Served> {
  const here = deployment.replicas.filter(({ machine_id: machine }) => machineIds.includes(machine));
  const ready = here.filter(({ state }) => state === 'ready');
  const readings = await Promise.all(
    ready.map(async ({ replica_id: id, engine_args: args }) => {
      const scrape = await gateway.replicaMetrics(id, [...utilisationMetrics, ...memoryMetrics]);
      return { utilisation: gpuUtilisation(scrape), memory: gpuMemory(scrape, deployment.model, args) };
    }),
  );
  const memories = readings.map(({ memory }) => memory);
  return {
    utilisation: mean(readings.map(({ utilisation }) => utilisation)),
    gpusPerReplica: Math.max(1, ...here.map(({ engine_args: args }) => args.tensor_parallel_size)),
    memory: memories.includes(undefined) ? undefined : largest(memories.flatMap((memory) => memory ?? [])),
  };
}

function largest(memories: readonly GpuMemory[]): GpuMemory | undefined {
  const inUse = ({ weights, cacheInUse }: GpuMemory) => weights + cacheInUse;
  return memories.toSorted((a, b) => inUse(b) - inUse(a))[0];
}
