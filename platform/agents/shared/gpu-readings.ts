import type { EngineArgs } from '../../shared/gateway.ts';
import { type Sample, samplesOf } from '../../shared/prometheus.ts';
import { cacheBytesPerToken, weightBytes } from './language-models.ts';

/** Memory of the GPUs that one replica runs on, bytes. */
export interface GpuMemory {
  readonly total: number;
  readonly weights: number;
  /** What requests hold in the KV cache, not what vLLM keeps ready for it: that is nearly all of the memory, always. */
  readonly cacheInUse: number;
}

/** Memory in use is counted with a fifth more, for what it needs at its busiest. */
export const memoryHeadRoom = 1.2;

/** Share of the time in which the replica's GPUs work, 0..1, as NVIDIA's DCGM measures it; 1, the worst, where it says nothing. */
export function gpuUtilisation(scrape: readonly Sample[]): number {
  return mean(samplesOf(scrape, utilisationMetric).map(({ value }) => value / 100)) ?? 1;
}

/** Undefined where the model's architecture is not known, or the replica does not tell its GPUs' memory or its cache's size. */
export function gpuMemory(
  scrape: readonly Sample[],
  model: string,
  { quantization }: EngineArgs,
): GpuMemory | undefined {
  const weights = weightBytes(model, quantization);
  const tokenBytes = cacheBytesPerToken(model);
  const total = frameBuffers.reduce((sum, name) => sum + sumOf(scrape, name) * bytesPerMebibyte, 0);
  const [cache] = samplesOf(scrape, cacheMetrics.size);
  if (weights === undefined || tokenBytes === undefined || total === 0 || !cache) return undefined;
  const tokens = Number(cache.labels.num_gpu_blocks) * Number(cache.labels.block_size);
  return { total, weights, cacheInUse: sumOf(scrape, cacheMetrics.use) * tokens * tokenBytes };
}

/** Undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** All samples of one metric together; 0 where there is none. */
export function sumOf(scrape: readonly Sample[], name: string): number {
  return samplesOf(scrape, name).reduce((sum, { value }) => sum + value, 0);
}

/** How much a GPU works, 0..100. */
const utilisationMetric = 'DCGM_FI_DEV_GPU_UTIL';

/** Of each GPU, together its memory, MiB. */
const frameBuffers = ['DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_FB_FREE'] as const;

const bytesPerMebibyte = 2 ** 20;

const cacheMetrics = { size: 'vllm:cache_config_info', use: 'vllm:kv_cache_usage_perc' } as const;

/** What must be scraped for the utilisation, and for the memory. */
export const utilisationMetrics: readonly string[] = [utilisationMetric];
export const memoryMetrics: readonly string[] = [...frameBuffers, ...Object.values(cacheMetrics)];
