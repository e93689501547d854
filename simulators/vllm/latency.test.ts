import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyEdges } from './histogram.ts';
import { answerPhases, erlangC, type Latency, percentile, tail } from './latency.ts';
import { ReplicaModel } from './replica-model.ts';
import { acme, close } from './testing/specs.ts';

test('the share that waits is Erlang C: the load of one server, and a third of two that are half busy', () => {
  for (const load of [0.1, 0.5, 0.9]) close(erlangC(1, load), load, 1e-12);
  close(erlangC(2, 1), 1 / 3, 1e-12);
  close(erlangC(3, 2), 4 / 9, 1e-12);
});

const alone: Latency = { offset: 0, decode: 1, perToken: 1 / 16, waitShare: 0, waitRate: 1 };

test('where nobody waits, percentiles are those of Erlang-4: 0.918, 1.938 and 2.511 means', () => {
  close(percentile(alone, 0.5), 0.918, 5e-4);
  close(percentile(alone, 0.95), 1.938, 5e-4);
  close(percentile(alone, 0.99), 2.511, 5e-4);
});

/** Convolution by numbers: decoding ends at `s` with the density of Erlang-4, then waiting may go on. */
function byNumbers(latency: Latency, t: number): number {
  const rate = answerPhases / latency.decode;
  const density = (s: number) => (rate ** 4 * s ** 3 * Math.exp(-rate * s)) / 6;
  const steps = 20_000;
  const h = t / steps;
  const both = Array.from({ length: steps }, (_, k) => {
    const s = (k + 0.5) * h;
    return density(s) * Math.exp(-latency.waitRate * (t - s)) * h;
  }).reduce((sum, part) => sum + part, 0);
  return tail({ ...latency, waitShare: 0 }, t) + latency.waitShare * both;
}

test('the tail of decoding and waiting is their convolution, whatever the rates', () => {
  for (const waitRate of [0.2, 1, 3.999, 4, 4.001, 30]) {
    const latency = { ...alone, waitShare: 0.4, waitRate };
    for (const t of [0.2, 1, 3, 8]) close(tail(latency, t), byNumbers(latency, t), 1e-6);
  }
});

/** As dashboards read a percentile from a histogram: linear between the edges. */
function read(latency: Latency, share: number, edges: readonly number[]): number {
  const below = (edge: number | undefined) => (edge === undefined ? 0 : 1 - tail(latency, edge));
  const k = edges.findIndex((edge) => below(edge) >= share);
  const [from = 0, to = 0] = [edges[k - 1], edges[k]];
  return from + ((to - from) * (share - below(edges[k - 1]))) / (below(to) - below(edges[k - 1]));
}

test("vLLM's own edges misread 1.60 s as 1.67 s and 3.13 s as 4.15 s; the finer ones are right within 1 %", () => {
  const own = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120];
  const model = new ReplicaModel(acme);
  const [before, oneGone] = [11.25, 15].map((load) => model.latencyAt(model.restPoint(load)));
  assert.ok(before && oneGone);
  close(read(before, 0.95, own), 1.67, 0.006);
  close(read(oneGone, 0.95, own), 4.15, 0.006);
  for (const latency of [before, oneGone]) {
    close(read(latency, 0.95, latencyEdges) / percentile(latency, 0.95), 1, 0.01);
  }
  assert.equal(latencyEdges.length, 177);
});
