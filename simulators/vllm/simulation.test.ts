import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplicaModel } from './replica-model.ts';
import { eventByEvent, stepByStep } from './testing/simulation.ts';
import { acme, batching, triage } from './testing/specs.ts';

const before = new ReplicaModel(acme);
const tuned = new ReplicaModel({ ...acme, prefixCaching: true });

const queues: readonly [string, ReplicaModel, number][] = [
  ['a full batch of 16', new ReplicaModel({ ...batching, maxRunning: 16 }), 4.15],
  ['Acme before', before, 11.25],
  ['Acme with one of four gone', before, 15],
];

for (const [name, model, load] of queues) {
  test(`the formula of the queue is within 9 % of a simulation by events: ${name}`, () => {
    const { p95, p99 } = eventByEvent(model, load, 120_000);
    const formula = model.at(load);
    assert.ok(Math.abs(p95 / formula.p95 - 1) < 0.09, `P95 ${p95} beside ${formula.p95}`);
    assert.ok(Math.abs(p99 / formula.p99 - 1) < 0.09, `P99 ${p99} beside ${formula.p99}`);
  });
}

/** How much longer P95 is in a simulation of every step than by the formula: at least, at most. */
const steps: readonly [string, ReplicaModel, number, readonly [number, number]][] = [
  ['Acme tuned', tuned, 11.25, [0, 0.08]],
  ['Initech on half its GPUs', new ReplicaModel(triage), 37 / 4, [0.1, 0.2]],
  ['Acme before', before, 11.25, [0.25, 0.37]],
  ['Acme with one of four gone', before, 15, [0.45, 0.7]],
];

for (const [name, model, load, [least, most]] of steps) {
  test(`processor sharing is optimistic, the more the busier the replica: ${name}`, () => {
    const optimism = stepByStep(model, load, 6000).p95 / model.at(load).p95 - 1;
    assert.ok(optimism > least && optimism < most, `P95 is ${(100 * optimism).toFixed(1)} % longer step by step`);
  });
}
