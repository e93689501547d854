import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaModel } from './replica-model.ts';
import { acme, batching, close } from './testing/specs.ts';

const share = 45 / 4;
const before = new ReplicaModel(acme);
const tuned = new ReplicaModel({ ...acme, prefixCaching: true });
const model = (more: Partial<typeof acme>) => new ReplicaModel({ ...acme, ...more });

/** As many decimals as are known. */
interface Figures {
  readonly capacity: string;
  readonly use: string;
  readonly firstToken?: string;
  readonly perToken?: string;
}

/** Check figures of a replica of Acme's: requests a second, shares, seconds. */
const states: readonly [string, ReplicaModel, number, Figures][] = [
  ['before', before, share, { capacity: '18.46', use: '0.609', firstToken: '0.166', perToken: '0.048' }],
  ['one of four gone', before, 15, { capacity: '18.46', use: '0.81', firstToken: '0.31', perToken: '0.094' }],
  ['half gone', before, 22.5, { capacity: '18.46', use: '1.22', firstToken: '11.6', perToken: '0.82' }],
  ['tuned', tuned, share, { capacity: '64.52', use: '0.174', firstToken: '0.037', perToken: '0.023' }],
  ['tuned, one gone', tuned, 15, { capacity: '64.52', use: '0.23' }],
  ['tuned, two gone', tuned, 22.5, { capacity: '64.52', use: '0.35' }],
  ['tuned, three gone', tuned, 45, { capacity: '64.52', use: '0.7' }],
  [
    'tuned in FP8',
    model({ prefixCaching: true, quantization: 'fp8' }),
    share,
    { capacity: '66.7', use: '0.169', firstToken: '0.027', perToken: '0.013' },
  ],
  [
    'tuned in INT4',
    model({ prefixCaching: true, quantization: 'int4' }),
    share,
    { capacity: '67.78', use: '0.166', firstToken: '0.023', perToken: '0.009' },
  ],
  ['FP8', model({ quantization: 'fp8' }), share, { capacity: '18.6', use: '0.6' }],
  ['INT4', model({ quantization: 'int4' }), share, { capacity: '18.7', use: '0.6' }],
];

for (const [name, replica, load, figures] of states) {
  test(`Acme, ${name}: capacity, use and the times of tokens`, () => {
    const state = replica.at(load);
    assert.equal(asKnown(replica.capacity, figures.capacity), figures.capacity);
    assert.equal(asKnown(state.utilisation, figures.use), figures.use);
    assert.equal(asKnown(state.firstToken, figures.firstToken), figures.firstToken);
    assert.equal(asKnown(state.perToken, figures.perToken), figures.perToken);
  });
}

/** Rounded to the decimals of the known figure; undefined where none is. */
function asKnown(value: number, figure: string | undefined): string | undefined {
  return figure && value.toFixed(figure.split('.')[1]?.length ?? 0);
}

/** The largest load, in requests a second, under which P95 stays within the objective. */
function loadWithin(replica: ReplicaModel, objective: number): number {
  let [low, high] = [0, replica.capacity];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (replica.at(middle).p95 <= objective) low = middle;
    else high = middle;
  }
  return low;
}

test('what a tuned fleet carries: 3.5 times as much to saturation, four times as much within an objective', () => {
  close(4 * before.capacity, 73.8, 0.002);
  close(4 * tuned.capacity, 258.1, 0.002);
  close(4 * loadWithin(before, 1), 26.7, 0.003);
  close(4 * loadWithin(tuned, 1), 109.7, 0.003);
  close(4 * loadWithin(before, 1.6), 45, 0.003);
  close(4 * loadWithin(tuned, 1.6), 173.6, 0.003);
});

test('the KV cache is hardly used, so caching pays by the work that it saves, not by room', () => {
  close(before.at(share).kvUse, 0.01, 0.003);
  assert.equal(before.hitShare, 0);
  close(before.kvGb, 8 * (0.9 * 40 - 1.5) - 141.2, 1e-9);
});

test('a canary with a tenth of the traffic is nearly idle, and hides a slow replica', () => {
  const idle = (slowdown: number) => model({ slowdown }).at(3.375).p95;
  close(idle(1), 0.79, 0.006);
  close(idle(1.1), 0.89, 0.006);
  close(idle(1.3), 1.1, 0.006);
  close(idle(2), 2.01, 0.006);
  assert.ok(idle(1.5) < before.at(share).p95);
});

test('a canary that takes a tenth from four leaves 13.5 requests a second to each of the others', () => {
  close(before.at(13.5).p95, 2.26, 0.006);
});

test('traffic that bears it, on three replicas of which one is lost, stays within 10 s', () => {
  close(before.at(33.75 / 2).p95, 6, 0.02);
});

test('twice the batch carries half as much again, until latency binds', () => {
  const capacity = (maxRunning: number) => new ReplicaModel({ ...batching, maxRunning }).capacity;
  close(capacity(16), 4.29, 0.003);
  close(capacity(32), 6.47, 0.003);
});

test('eight bits are computed faster only where the GPU can; elsewhere they are only read faster', () => {
  const prefill = (gpu: typeof acme.gpu, quantization: 'none' | 'fp8') =>
    model({ gpu, quantization, model: 'llama-3-8b' }).prefill;
  for (const gpu of ['H100', 'L40S', 'L4'] as const) close(prefill(gpu, 'none') / prefill(gpu, 'fp8'), 1.8, 1e-9);
  for (const gpu of ['A100-40', 'A100-80', 'A10G'] as const) close(prefill(gpu, 'fp8'), prefill(gpu, 'none'), 1e-12);
  const step = (quantization: 'none' | 'fp8' | 'int4') => model({ quantization }).step - 0.003;
  close(step('none') / step('fp8'), 2, 1e-9);
  close(step('none') / step('int4'), 2 / 0.53, 1e-9);
});
