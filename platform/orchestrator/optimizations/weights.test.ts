import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, Replica } from '../../shared/gateway.ts';
import type { Reconfiguration, Replacement } from './rollout-state.ts';
import { changedReplicas, isOriginal, sizeOf, takeoversOf, unchangedReplicas, weightsWith } from './weights.ts';

const rollout: Replacement = {
  kind: 'replacement',
  deployment: 'triage',
  sloP95Seconds: 4,
  pairs: [pair('old-1', 'new-1'), pair('old-2', 'new-2'), pair('old-3', 'new-3')],
  originalWeights: { 'r-old-1': 1, 'r-old-2': 1, 'r-old-3': 1, 'r-old-4': 1 },
};
const old = ['old-1', 'old-2', 'old-3', 'old-4'].map((machine) => replica(machine, 1));
const fresh = ['new-1', 'new-2', 'new-3'].map((machine) => replica(machine, 0));

test('a new replica takes the share of its predecessor, which stays without traffic', () => {
  assert.deepEqual(weightsWith(rollout, deployment([...old, ...fresh]), 2), {
    'r-old-1': 0,
    'r-old-2': 0,
    'r-old-3': 1,
    'r-old-4': 1,
    'r-new-1': 1,
    'r-new-2': 1,
    'r-new-3': 0,
  });
});

test('with nothing moved the weights are the original ones', () => {
  const weights = weightsWith(rollout, deployment([...old, ...fresh]), 0);
  assert.deepEqual(weights, { ...rollout.originalWeights, 'r-new-1': 0, 'r-new-2': 0, 'r-new-3': 0 });
});

test('a new replica that is gone or not ready gets nothing, and its predecessor keeps its share', () => {
  const [first = replica('new-1', 1), second = replica('new-2', 1)] = fresh;
  const broken = [
    { ...first, state: 'gone' as const },
    { ...second, state: 'loading' as const },
  ];
  assert.deepEqual(weightsWith(rollout, deployment([...old, ...broken]), 2), {
    'r-old-1': 1,
    'r-old-2': 1,
    'r-old-3': 1,
    'r-old-4': 1,
    'r-new-2': 0,
  });
});

test('changed are the new ones of the stage, unchanged those that still serve as before', () => {
  const serving = [
    ...old.map((one) => (one.machine_id === 'old-1' ? { ...one, weight: 0 } : one)),
    ...fresh.map((one) => (one.machine_id === 'new-1' ? { ...one, weight: 1 } : one)),
  ];
  assert.deepEqual(changedReplicas(rollout, deployment(serving), 1), ['r-new-1']);
  assert.deepEqual(unchangedReplicas(rollout, deployment(serving), 1), ['r-old-2', 'r-old-3', 'r-old-4']);
});

test('the original state is exactly the original weights on replicas that serve', () => {
  const [first = replica('old-1', 1), ...others] = old;
  assert.ok(isOriginal(rollout, deployment([...old, ...fresh])));
  assert.ok(!isOriginal(rollout, deployment([{ ...first, weight: 2 }, ...others])));
  assert.ok(!isOriginal(rollout, deployment(others)));
  assert.ok(!isOriginal(rollout, deployment([{ ...first, state: 'loading' }, ...others])));
  assert.ok(!isOriginal(rollout, deployment([...old, replica('new-1', 1)])));
});

const smaller: Replacement = {
  kind: 'replacement',
  deployment: 'triage',
  sloP95Seconds: 7,
  pairs: [
    {
      oldInstance: 'old-1',
      oldReplicas: ['a', 'b', 'c', 'd'].map((replicaId) => ({ replicaId, weight: 1 })),
      newInstance: 'new-1',
      newReplicas: ['x', 'y'],
    },
  ],
  originalWeights: { a: 1, b: 1, c: 1, d: 1 },
};

test('each replica on a smaller machine takes over from several, replica by replica', () => {
  const all = ['a', 'b', 'c', 'd', 'x', 'y'].map((id) => ({ ...replica('old-1', 1), replica_id: id }));
  assert.deepEqual(
    takeoversOf(smaller).map(({ replicaId, from }) => [replicaId, from.map((one) => one.replicaId)]),
    [
      ['x', ['a', 'b']],
      ['y', ['c', 'd']],
    ],
  );
  assert.equal(sizeOf('canary', smaller), 1);
  assert.deepEqual(weightsWith(smaller, deployment(all), 1), { a: 0, b: 0, c: 1, d: 1, x: 2, y: 0 });
  assert.deepEqual(weightsWith(smaller, deployment(all), 2), { a: 0, b: 0, c: 0, d: 0, x: 2, y: 2 });
});

const { engine_args: argsBefore } = replica('old-1', 1);
const tuned = { ...argsBefore, enable_prefix_caching: true };
const reconfiguration: Reconfiguration = {
  kind: 'reconfiguration',
  deployment: 'triage',
  sloP95Seconds: 4,
  originalWeights: rollout.originalWeights,
  engineArgs: tuned,
  replicas: old.map(({ replica_id }) => ({ replicaId: replica_id, engineArgs: argsBefore })),
};

test('of other settings the changed replicas are those of the stage, and the engines must run as before to be original', () => {
  assert.deepEqual(changedReplicas(reconfiguration, deployment(old), 1), ['r-old-1']);
  assert.deepEqual(unchangedReplicas(reconfiguration, deployment(old), 1), ['r-old-2', 'r-old-3', 'r-old-4']);
  assert.deepEqual(unchangedReplicas(reconfiguration, deployment(old), 4), []);
  assert.ok(isOriginal(reconfiguration, deployment(old)));
  const [first = replica('old-1', 1), ...others] = old;
  assert.ok(!isOriginal(reconfiguration, deployment([{ ...first, engine_args: tuned }, ...others])));
});

function pair(oldInstance: string, newInstance: string) {
  return {
    oldInstance,
    oldReplicas: [{ replicaId: `r-${oldInstance}`, weight: 1 }],
    newInstance,
    newReplicas: [`r-${newInstance}`],
  };
}

function replica(machine: string, weight: number): Replica {
  const engine_args = {
    tensor_parallel_size: 8,
    quantization: 'none' as const,
    enable_prefix_caching: false,
    max_num_seqs: 256,
    gpu_memory_utilization: 0.9,
  };
  return { replica_id: `r-${machine}`, machine_id: machine, state: 'ready', weight, engine_args };
}

function deployment(replicas: readonly Replica[]): Deployment {
  return { name: 'triage', model: 'llama-3-70b', slo_p95_seconds: 4, replicas: [...replicas] };
}
