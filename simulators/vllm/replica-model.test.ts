import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaModel } from './replica-model.ts';
import { acme, assist, batching, close, docs, triage } from './testing/specs.ts';

const share = 45 / 4;
const before = new ReplicaModel(acme);
const tuned = new ReplicaModel({ ...acme, prefixCaching: true });

/** Published check figures: load, then P50, P95 and P99 in seconds to two decimals. */
const percentiles: readonly [string, ReplicaModel, number, readonly [number, number, number]][] = [
  ['Acme before', before, share, [0.82, 1.6, 2.04]],
  ['Acme with one of four gone', before, 15, [1.59, 3.13, 4.0]],
  ['Acme with half gone', before, 22.5, [22.8, 36.14, 43.63]],
  ['Acme tuned', tuned, share, [0.35, 0.72, 0.93]],
  ['Acme tuned with one gone', tuned, 15, [0.37, 0.77, 1.0]],
  ['Acme tuned with two gone', tuned, 22.5, [0.43, 0.9, 1.16]],
  ['Acme tuned with three gone', tuned, 45, [0.82, 1.7, 2.2]],
  [
    'Acme tuned in FP8',
    new ReplicaModel({ ...acme, prefixCaching: true, quantization: 'fp8' }),
    share,
    [0.21, 0.43, 0.55],
  ],
  [
    'Acme tuned in INT4',
    new ReplicaModel({ ...acme, prefixCaching: true, quantization: 'int4' }),
    share,
    [0.14, 0.28, 0.36],
  ],
  ['Acme in FP8', new ReplicaModel({ ...acme, quantization: 'fp8' }), share, [0.53, 0.98, 1.23]],
  ['Acme in INT4', new ReplicaModel({ ...acme, quantization: 'int4' }), share, [0.39, 0.69, 0.86]],
  ['slow x1.1', new ReplicaModel({ ...acme, slowdown: 1.1 }), share, [1.06, 2.06, 2.63]],
  ['slow x1.3', new ReplicaModel({ ...acme, slowdown: 1.3 }), share, [1.89, 3.72, 4.74]],
  ['slow x1.5', new ReplicaModel({ ...acme, slowdown: 1.5 }), share, [4.55, 9.02, 11.53]],
  ['slow x1.5 almost idle', new ReplicaModel({ ...acme, slowdown: 1.5 }), 3.375, [0.68, 1.33, 1.69]],
  ['tuned, slow x3', new ReplicaModel({ ...acme, prefixCaching: true, slowdown: 3 }), share, [1.7, 3.52, 4.55]],
];

for (const [name, model, load, [p50, p95, p99]] of percentiles) {
  test(`percentiles: ${name}`, () => {
    const state = model.at(load);
    close(state.p50, p50, 0.02);
    close(state.p95, p95, 0.006);
    close(state.p99, p99, 0.006);
  });
}

test('Acme: times, capacity and use', () => {
  close(before.prefill, 0.05069, 1e-5);
  close(before.step, 0.01921, 1e-5);
  close(before.stepShare, 0.0001303, 1e-7);
  close(before.alone, 0.3581, 1e-4);
  close(before.work, 0.05277, 1e-5);
  assert.equal(before.slots, 256);
  close(before.capacity, 18.46, 0.005);
  close(tuned.capacity, 64.52, 0.005);
  close(tuned.hitShare, 0.76, 1e-9);
  close(before.at(share).utilisation, 0.609, 0.001);
  close(tuned.at(share).utilisation, 0.174, 0.001);
  close(before.at(share).firstToken, 0.166, 0.001);
  close(tuned.at(share).firstToken, 0.037, 0.001);
  close(before.at(share).perToken, 0.0477, 0.0001);
  close(before.at(share).running, 9.92, 0.005);
});

test('overload fails what exceeds the capacity', () => {
  close(before.at(22.5).errorShare, 0.17975, 1e-4);
  close(new ReplicaModel({ ...acme, slowdown: 2 }).at(share).errorShare, 0.17975, 1e-4);
  const narrow = new ReplicaModel({ ...acme, maxRunning: 8 });
  close(narrow.capacity, 10.25, 0.005);
  close(narrow.at(share).errorShare, 0.08887, 1e-4);
});

test('a lighter load fails only the background share', () => close(tuned.at(45).errorShare, 0.0002, 1e-9));

test('a queueing fleet gains from larger batches, up to a point', () => {
  const [small, middle, large] = [16, 32, 64].map((maxRunning) =>
    new ReplicaModel({ ...batching, maxRunning }).at(4.15),
  );
  close(small?.waiting ?? 0, 10.3, 0.02);
  close(small?.p95 ?? 0, 12.97, 0.01);
  close(middle?.p95 ?? 0, 7.08, 0.01);
  close(large?.p95 ?? 0, middle?.p95 ?? 0, 1e-5);
  close(new ReplicaModel({ ...batching, maxRunning: 16 }).capacity, 4.29, 0.005);
});

test('a latency-bound fleet does not', () => {
  const [small, large] = [16, 32].map((maxRunning) => new ReplicaModel({ ...batching, maxRunning }).at(1.5).p95);
  close(small ?? 0, 5.47, 0.005);
  close(large ?? 0, small ?? 0, 1e-4);
});

test('half the GPUs of a fleet at 35 % use carry twice the use within the objective', () => {
  const api = new ReplicaModel(triage);
  close(api.at(37 / 8).utilisation, 0.351, 0.001);
  close(api.at(37 / 8).p95, 2.95, 0.01);
  close(api.at(37 / 4).utilisation, 0.703, 0.001);
  close(api.at(37 / 4).p95, 5.77, 0.01);
  const chat = new ReplicaModel(assist);
  close(chat.at(66 / 8).p95, 2.1, 0.01);
  close(chat.at(66 / 4).utilisation, 0.704, 0.001);
  close(chat.at(66 / 4).p95, 4.12, 0.01);
});

test('70B in FP16 fits eight A10G and not four', () => {
  const eight = new ReplicaModel(docs);
  const four = new ReplicaModel({ ...docs, gpus: 4 });
  close(eight.weightsGb, 141.2, 0.01);
  close(eight.kvGb, 19.6, 0.01);
  assert.equal(eight.fits, true);
  close(eight.at(0.39).utilisation, 0.346, 0.001);
  close(four.kvGb, -60.8, 0.01);
  assert.equal(four.fits, false);
});
