import { setTimeout as pause } from 'node:timers/promises';
import type { Deployment, Gateway, Replica } from '../../shared/gateway.ts';
import { counterGrowth, type Sample } from '../../shared/prometheus.ts';
import { servingReplicas } from '../shared/deployment.ts';
import { gpuMemory, mean, memoryHeadRoom, memoryMetrics, sumOf } from '../shared/gpu-readings.ts';

/** How a deployment served during one window, all its replicas together. */
export interface Serving {
  /** Requests answered. Without any there is nothing to be known of the times. */
  readonly requests: number;
  /** Means, seconds; undefined where nothing was answered. */
  readonly timeToFirstToken: number | undefined;
  readonly timePerOutputToken: number | undefined;
  /** Requests that wait for a place in the batch, mean of the replicas. */
  readonly waitingRequests: number;
  /** Share of the prompts' tokens that the prefix cache answered, 0..1; 0 where it was never asked. */
  readonly prefixHitRate: number;
  /** Weights and KV cache in use, with head-room, as a share of the GPUs' memory; undefined where it is not known. */
  readonly memoryShare: number | undefined;
}

/** A replica at the beginning and at the end of the window. */
export interface ReplicaWindow {
  readonly replica: Replica;
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
}

/** Looks at the replicas that take traffic twice. @param window wall milliseconds in between @throws GatewayError */
export async function measureServing(gateway: Gateway, deployment: Deployment, window: number): Promise<Serving> {
  const replicas = servingReplicas(deployment);
  const scrapeAll = () => Promise.all(replicas.map(({ replica_id: id }) => gateway.replicaMetrics(id, servingMetrics)));
  const before = await scrapeAll();
  await pause(window);
  const after = await scrapeAll();
  const windows = replicas.map((replica, k) => ({ replica, before: before[k] ?? [], after: after[k] ?? [] }));
  return servingOf(windows, deployment.model);
}

export function servingOf(windows: readonly ReplicaWindow[], model: string): Serving {
  const growth = (name: string) =>
    windows.reduce((sum, { before, after }) => sum + counterGrowth(sumOf(before, name), sumOf(after, name)), 0);
  const meanOf = (histogram: string) => ratio(growth(`${histogram}_sum`), growth(`${histogram}_count`));
  const waiting = windows.map(({ before, after }) => (sumOf(before, waitingMetric) + sumOf(after, waitingMetric)) / 2);
  const memory = windows.map((window) => memoryShare(window, model));
  return {
    requests: growth(answeredMetric),
    timeToFirstToken: meanOf(meanMetrics.firstToken),
    timePerOutputToken: meanOf(meanMetrics.perToken),
    waitingRequests: mean(waiting) ?? 0,
    prefixHitRate: ratio(growth(prefixMetrics.hits), growth(prefixMetrics.queries)) ?? 0,
    memoryShare: mean(memory.flatMap((share) => share ?? [])),
  };
}

const waitingMetric = 'vllm:num_requests_waiting';
/** Histograms of vLLM's whose means tell how a request comes along. */
export const meanMetrics = {
  firstToken: 'vllm:time_to_first_token_seconds',
  perToken: 'vllm:request_time_per_output_token_seconds',
};
const prefixMetrics = { hits: 'vllm:prefix_cache_hits_total', queries: 'vllm:prefix_cache_queries_total' };
const answeredMetric = 'vllm:e2e_request_latency_seconds_count';

const servingMetrics: readonly string[] = [
  waitingMetric,
  ...Object.values(meanMetrics).flatMap((name) => [`${name}_sum`, `${name}_count`]),
  ...Object.values(prefixMetrics),
  answeredMetric,
  ...memoryMetrics,
];

function memoryShare({ replica, after }: ReplicaWindow, model: string): number | undefined {
  const memory = gpuMemory(after, model, replica.engine_args);
  return memory && ((memory.weights + memory.cacheInUse) * memoryHeadRoom) / memory.total;
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}
