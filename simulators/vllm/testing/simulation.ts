import type { ReplicaModel } from '../replica-model.ts';

/** How long simulated requests took: mean and percentiles, in seconds. */
export interface Taken {
  readonly mean: number;
  readonly p95: number;
  readonly p99: number;
}

/** Random numbers that are the same each time. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Above 0, below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
  }

  exponential(mean: number): number {
    return -mean * Math.log(this.next());
  }

  erlang4(mean: number): number {
    return -(mean / 4) * Math.log(this.next() * this.next() * this.next() * this.next());
  }
}

/** Requests that come by chance to as many servers as the model has slots, each served for as long as the model says. */
export function eventByEvent(model: ReplicaModel, load: number, requests: number): Taken {
  const dice = new Dice(7);
  const { offset, decode } = model.latencyAt(model.restPoint(load));
  const free = Array.from({ length: model.slots }, () => 0);
  const taken: number[] = [];
  let now = 0;
  for (let k = 0; k < requests; k++) {
    now += dice.exponential(1 / load);
    const server = earliest(free);
    const end = Math.max(now, free[server] ?? 0) + offset + dice.erlang4(decode);
    free[server] = end;
    taken.push(end - now);
  }
  return summary(taken.slice(5000));
}

interface Running {
  readonly arrived: number;
  tokensLeft: number;
}

/** vLLM's continuous batching, step by step: each takes the prefill of those who join, and a decode step of all that run. */
export function stepByStep(model: ReplicaModel, load: number, seconds: number): Taken {
  const dice = new Dice(3);
  const taken: number[] = [];
  const waiting: number[] = [];
  let running: Running[] = [];
  let arrival = dice.exponential(1 / load);
  for (let now = 0; now < seconds; ) {
    for (; arrival <= now; arrival += dice.exponential(1 / load)) waiting.push(arrival);
    if (running.length + waiting.length === 0) now = arrival;
    const joining = waiting.splice(0, model.slots - running.length);
    const tokens = () => Math.max(1, Math.round(dice.erlang4(model.spec.answerTokens)));
    running.push(...joining.map((arrived) => ({ arrived, tokensLeft: tokens() })));
    if (running.length === 0) continue;
    now += model.step + model.stepShare * running.length + model.prefill * joining.length;
    for (const request of running) request.tokensLeft -= 1;
    taken.push(...running.filter(({ tokensLeft }) => tokensLeft <= 0).map(({ arrived }) => now - arrived));
    running = running.filter(({ tokensLeft }) => tokensLeft > 0);
  }
  return summary(taken.slice(2000));
}

function earliest(free: readonly number[]): number {
  let best = 0;
  for (let k = 1; k < free.length; k++) if ((free[k] ?? 0) < (free[best] ?? 0)) best = k;
  return best;
}

function summary(taken: readonly number[]): Taken {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
  return { mean: taken.reduce((sum, each) => sum + each, 0) / taken.length, p95: at(0.95), p99: at(0.99) };
}
