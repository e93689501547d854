import type { Gpu } from '../world/catalogue.ts';
import { gpuFigures } from './gpu.ts';
import { type ModelName, modelFigures, type Quantization, weightBytes } from './language-model.ts';
import { answerPhases, erlangC, type Latency, meanFirstToken, meanLatency, meanWait, percentile } from './latency.ts';

/** What decides how fast one replica serves: its GPUs, the model, the engine's arguments, the requests. */
export interface ReplicaSpec {
  readonly gpu: Gpu;
  readonly gpus: number;
  readonly model: ModelName;
  readonly quantization: Quantization;
  readonly prefixCaching: boolean;
  readonly maxRunning: number;
  /** Share of the GPUs' memory that the engine takes, 0..1. */
  readonly memoryShare: number;
  readonly promptTokens: number;
  /** Share of the prompt that requests have in common, 0..1. */
  readonly sharedPrefix: number;
  /** Mean of an Erlang-4 length. */
  readonly answerTokens: number;
  /** Seconds that a request may wait before its client gives up. */
  readonly waitingDeadline: number;
  /** Factor on prefill and decode times, >= 1. */
  readonly slowdown: number;
}

/** A replica under a constant load, for ever. Times in seconds, shares 0..1. */
export interface SteadyState {
  readonly running: number;
  readonly waiting: number;
  /** Load as a share of the capacity; above 1 in overload. */
  readonly utilisation: number;
  readonly kvUse: number;
  readonly firstToken: number;
  readonly perToken: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errorShare: number;
}

/** Share of requests that fail for reasons outside the model. */
export const backgroundErrors = 0.0002;

const computeEfficiency = 0.5;
const bandwidthEfficiency = 0.7;
const stepOverhead = 0.003;
/** GB a GPU keeps for activations and CUDA graphs. */
const memoryOverheadGb = 1.5;
/** Share of the common prefix that a warm cache really answers. */
const cacheWarmth = 0.95;
const fp8Speedup = 1.8;

/**
 * One vLLM engine as processor sharing with `slots` places: prefill is bound by arithmetic, a decode step by reading the
 * weights once and each further request's KV cache. Prefill of others stretches decoding, so that a request takes
 * alone / (1 - load * work). Arrivals beyond `slots` running ones wait (Erlang C, Allen-Cunneen for their regularity).
 */
export class ReplicaModel {
  readonly spec: ReplicaSpec;
  /** Share of the prompt's tokens that the prefix cache answers. */
  readonly hitShare: number;
  readonly weightsGb: number;
  /** GB left for the KV cache; negative where the weights do not fit. */
  readonly kvGb: number;
  readonly kvTokens: number;
  /** KV tokens that one request holds for itself. */
  readonly heldTokens: number;
  /** Seconds of prefill. */
  readonly prefill: number;
  /** Seconds of a decode step alone. */
  readonly step: number;
  /** Seconds that each further request adds to a step. */
  readonly stepShare: number;
  /** Seconds that a request takes alone. */
  readonly alone: number;
  /** Seconds of GPU that a request costs among others. */
  readonly work: number;
  /** Requests that may run at once. */
  readonly slots: number;
  /** Requests a second at which all slots are taken. */
  readonly capacity: number;

  constructor(spec: ReplicaSpec) {
    this.spec = spec;
    const gpu = gpuFigures[spec.gpu];
    const { parameters, kvBytes } = modelFigures[spec.model];
    const weights = parameters * weightBytes[spec.quantization];
    const speedup = spec.quantization === 'fp8' && gpu.fp8 ? fp8Speedup : 1;
    const compute = gpu.teraflops * 1e12 * spec.gpus * computeEfficiency * speedup;
    const bandwidth = gpu.bandwidth * 1e9 * spec.gpus * bandwidthEfficiency;
    const cachedPrefix = spec.prefixCaching ? spec.sharedPrefix : 0;

    this.hitShare = cachedPrefix * cacheWarmth;
    this.weightsGb = weights / 1e9;
    this.kvGb = spec.gpus * (spec.memoryShare * gpu.memoryGb - memoryOverheadGb) - this.weightsGb;
    this.kvTokens = (this.kvGb * 1e9) / kvBytes;
    this.heldTokens = spec.promptTokens * (1 - cachedPrefix) + spec.answerTokens;
    this.prefill = ((spec.promptTokens * 2 * parameters) / compute) * (1 - this.hitShare) * spec.slowdown;
    this.step = (weights / bandwidth + stepOverhead) * spec.slowdown;
    const meanLength = spec.promptTokens + spec.answerTokens / 2;
    this.stepShare = ((meanLength * kvBytes) / bandwidth + (2 * parameters) / compute) * spec.slowdown;
    this.alone = this.prefill + spec.answerTokens * this.step;
    this.work = this.prefill + spec.answerTokens * this.stepShare;
    this.slots = Math.max(0, Math.min(spec.maxRunning, Math.floor(this.kvTokens / this.heldTokens)));
    this.capacity = this.slots / (this.alone + this.slots * this.work);
  }

  /** Whether weights and the KV cache of at least one request fit the GPUs' memory. */
  get fits(): boolean {
    return this.slots > 0;
  }

  /** Requests in the replica beyond which an arrival would wait longer than its deadline, and is refused. */
  get limit(): number {
    return this.slots + this.capacity * this.spec.waitingDeadline;
  }

  /** Requests a second that leave the replica while `present` are in it. */
  throughput(present: number): number {
    const running = Math.min(present, this.slots);
    return running / (this.alone + running * this.work);
  }

  /** Where the number of requests present settles under a constant load (requests a second). */
  restPoint(load: number): number {
    return load < this.capacity ? (load * this.alone) / (1 - load * this.work) : this.limit;
  }

  /** How long the requests take that are served while `present` are in the replica, running and waiting. */
  latencyAt(present: number): Latency {
    const served = this.throughput(present);
    const { answerTokens } = this.spec;
    const inService = this.alone / (1 - served * this.work);
    const prefill = this.prefill / (1 - served * this.prefill);
    const decode = inService - prefill;
    const base = { decode, perToken: decode / answerTokens };
    if (present >= this.slots) {
      return { ...base, offset: prefill + (present - this.slots) / this.capacity, waitShare: 0, waitRate: 0 };
    }
    return {
      ...base,
      offset: prefill,
      waitShare: erlangC(this.slots, present),
      waitRate: this.#waitRate(present, inService),
    };
  }

  /** Share of the requests that fail once the replica has come to rest at `present`, without those refused at the limit. */
  restErrorShare(present: number): number {
    const { waitShare, waitRate } = this.latencyAt(present);
    return backgroundErrors + waitShare * Math.exp(-waitRate * this.spec.waitingDeadline);
  }

  /** @param load requests a second */
  at(load: number): SteadyState {
    const present = this.restPoint(load);
    const running = Math.min(present, this.slots);
    const latency = this.latencyAt(present);
    const refused = load >= this.capacity ? 1 - this.capacity / load : 0;
    return {
      running,
      waiting: refused > 0 ? present - running : load * meanWait(latency),
      utilisation: load / this.capacity,
      kvUse: (running * this.heldTokens) / this.kvTokens,
      firstToken: meanFirstToken(latency),
      perToken: latency.perToken,
      mean: meanLatency(latency),
      p50: percentile(latency, 0.5),
      p95: percentile(latency, 0.95),
      p99: percentile(latency, 0.99),
      errorShare: refused + this.restErrorShare(present),
    };
  }

  /** Allen-Cunneen's rate of the conditional wait; nobody waits past the deadline, so its mean never exceeds that. */
  #waitRate(present: number, inService: number): number {
    const regularity = 2 / (1 + 1 / answerPhases);
    const rate = ((this.slots - present) / inService) * regularity;
    return Math.max(rate, 1 / this.spec.waitingDeadline);
  }
}
