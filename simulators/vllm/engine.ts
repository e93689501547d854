import type { Outcomes, Span } from './access-log.ts';
import { flow, type Stretch } from './fluid.ts';
import { gpuFigures } from './gpu.ts';
import { firstTokenEdges, Histogram, latencyEdges, perTokenEdges } from './histogram.ts';
import { firstTokenTail, type Latency, meanFirstToken, meanLatency, meanWait, tail } from './latency.ts';
import type { Exposition, Labels } from './prometheus.ts';
import { backgroundErrors, ReplicaModel } from './replica-model.ts';

export type RecordOutcomes = (span: Span, outcomes: Outcomes) => void;

/** Tokens in one block of the KV cache, vLLM's default. */
const blockTokens = 16;

/** How the requests of a stretch are spread over the histograms' edges. */
interface Spread {
  readonly present: number;
  readonly latency: Latency;
  readonly total: Float64Array;
  readonly firstToken: Float64Array;
  readonly perToken: Float64Array;
}

/** A running vLLM process: requests inside it, counters and histograms since its start. Time is in world seconds. */
export class Engine {
  #model: ReplicaModel;
  #present: number;
  #succeeded = 0;
  #spread: Spread | undefined;
  readonly #total = new Histogram(latencyEdges);
  readonly #firstToken = new Histogram(firstTokenEdges);
  readonly #perToken = new Histogram(perTokenEdges);

  /** @param present requests in it at the start */
  constructor(model: ReplicaModel, present = 0) {
    this.#model = model;
    this.#present = present;
  }

  get model(): ReplicaModel {
    return this.#model;
  }

  /** Requests in the engine, running and waiting. */
  get present(): number {
    return this.#present;
  }

  /** Share of the time in which the GPUs work, 0..1, at this moment. */
  get busy(): number {
    return this.model.throughput(this.#present) * this.model.work;
  }

  /** The same at rest under a constant load. @param load requests a second */
  busyUnder(load: number): number {
    return this.model.throughput(this.model.restPoint(load)) * this.model.work;
  }

  /** @param load requests a second that the gateway sends, constant over the span */
  advance(span: Span, load: number, record: RecordOutcomes): void {
    const state = { model: this.model, present: this.#present, load };
    this.#present = flow(state, span.to - span.from, (stretch) => {
      const outcomes = this.#finish(stretch);
      record({ from: span.from + stretch.from, to: span.from + stretch.to }, outcomes);
    });
  }

  /** Its GPUs are slower, or faster again, from now on: what is in it goes on at the new pace. @param slowdown factor, >= 1 */
  slowDown(slowdown: number): void {
    this.#model = new ReplicaModel({ ...this.#model.spec, slowdown });
    this.#spread = undefined;
  }

  /** The process dies: answers how many requests were in it. */
  die(): number {
    const lost = this.#present;
    this.#present = 0;
    return lost;
  }

  /** @param gpus indexes on the machine of the GPUs it runs on */
  write(exposition: Exposition, gpus: readonly number[]): void {
    const labels: Labels = { model_name: this.model.spec.model, engine: '0' };
    this.#writeGauges(exposition, labels);
    this.#writeCounters(exposition, labels);
    exposition.histogram('vllm:e2e_request_latency_seconds', labels, this.#total);
    exposition.histogram('vllm:time_to_first_token_seconds', labels, this.#firstToken);
    exposition.histogram('vllm:request_time_per_output_token_seconds', labels, this.#perToken);
    this.#writeGpus(exposition, gpus);
  }

  #finish(stretch: Stretch): Outcomes {
    const { completed, present, steady } = stretch;
    const failed = completed * backgroundErrors;
    // A queue that only passes through a state has no stationary tail of waiting; at rest some wait past the deadline.
    const timedOut = steady ? completed * (this.model.restErrorShare(present) - backgroundErrors) : 0;
    const ok = completed - failed - timedOut;
    const spread = this.#spreadAt(present);
    this.#total.add(ok, spread.total, meanLatency(spread.latency));
    this.#firstToken.add(ok, spread.firstToken, meanFirstToken(spread.latency));
    this.#perToken.add(ok, spread.perToken, spread.latency.perToken);
    this.#succeeded += ok;
    return { ok, failed, refused: stretch.refused + timedOut };
  }

  #spreadAt(present: number): Spread {
    if (this.#spread?.present === present) return this.#spread;
    const latency = this.model.latencyAt(present);
    this.#spread = {
      present,
      latency,
      total: sharesBelow(latencyEdges, (edge) => 1 - tail(latency, edge)),
      firstToken: sharesBelow(firstTokenEdges, (edge) => 1 - firstTokenTail(latency, edge)),
      perToken: sharesBelow(perTokenEdges, (edge) => (edge >= latency.perToken ? 1 : 0)),
    };
    return this.#spread;
  }

  #writeGauges(exposition: Exposition, labels: Labels): void {
    const { model } = this;
    const running = Math.min(this.#present, model.slots);
    const queued = model.throughput(this.#present) * meanWait(model.latencyAt(this.#present));
    const waiting = this.#present >= model.slots ? this.#present - model.slots : queued;
    exposition.gauge('vllm:num_requests_running', [[labels, rounded(running, 3)]]);
    exposition.gauge('vllm:num_requests_waiting', [[labels, rounded(waiting, 3)]]);
    exposition.gauge('vllm:kv_cache_usage_perc', [[labels, rounded((running * model.heldTokens) / model.kvTokens, 6)]]);
    const blocks = {
      block_size: String(blockTokens),
      num_gpu_blocks: String(Math.floor(model.kvTokens / blockTokens)),
    };
    exposition.gauge('vllm:cache_config_info', [[{ ...labels, ...blocks }, 1]]);
  }

  #writeCounters(exposition: Exposition, labels: Labels): void {
    const { spec, hitShare } = this.model;
    const promptTokens = this.#succeeded * spec.promptTokens;
    const count = (name: string, value: number, more: Labels = {}) =>
      exposition.counter(name, [[{ ...labels, ...more }, Math.round(value)]]);
    count('vllm:prefix_cache_queries_total', promptTokens);
    count('vllm:prefix_cache_hits_total', promptTokens * hitShare);
    count('vllm:prompt_tokens_total', promptTokens);
    count('vllm:generation_tokens_total', this.#succeeded * spec.answerTokens);
    count('vllm:request_success_total', this.#succeeded, { finished_reason: 'stop' });
  }

  #writeGpus(exposition: Exposition, gpus: readonly number[]): void {
    const { spec } = this.model;
    const busy = rounded(100 * this.busy, 2);
    const mebibytes = (gpuFigures[spec.gpu].memoryGb * 1e9) / 2 ** 20;
    const used = Math.round(mebibytes * spec.memoryShare);
    const each = (value: number) => gpus.map((gpu) => [{ gpu: String(gpu) }, value] as const);
    exposition.gauge('DCGM_FI_DEV_GPU_UTIL', each(busy));
    exposition.gauge('DCGM_FI_DEV_FB_USED', each(used));
    exposition.gauge('DCGM_FI_DEV_FB_FREE', each(Math.round(mebibytes) - used));
  }
}

/** Plain loops here and in the histogram: a transient fills three histograms twice a second. */
function sharesBelow(edges: readonly number[], below: (edge: number) => number): Float64Array {
  const shares = new Float64Array(edges.length);
  for (let k = 0; k < edges.length; k++) shares[k] = below(edges[k] ?? 0);
  return shares;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
