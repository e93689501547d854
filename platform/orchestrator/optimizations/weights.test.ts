import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, Replica } from '../../shared/gateway.ts';
import type { Rollout } from './rollout-state.ts';
import { changedReplicas, isOriginal, unchangedReplicas, weightsWith } from './weights.ts';

const rollout: Rollout = {
  deployment: 'triage',
  pairs: [pair('old-1', 'new-1'), pair('old-2', 'new-2'), pair('old-3', 'new-3')],
  originalWeights: { 'r-old-1': 1, 'r-old-2': 1, 'r-old-3': 1, 'r-old-4': 1 },
  originalInstances: ['old-1', 'old-2', 'old-3', 'old-4'],
  spendBeforeCents: 12_000_000,
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
  assert.deepEqual(unchangedReplicas(rollout, deployment(serving)), ['r-old-2', 'r-old-3', 'r-old-4']);
});

test('the original state is exactly the original weights on replicas that serve', () => {
  const [first = replica('old-1', 1), ...others] = old;
  assert.ok(isOriginal(rollout, deployment([...old, ...fresh])));
  assert.ok(!isOriginal(rollout, deployment([{ ...first, weight: 2 }, ...others])));
  assert.ok(!isOriginal(rollout, deployment(others)));
  assert.ok(!isOriginal(rollout, deployment([{ ...first, state: 'loading' }, ...others])));
  assert.ok(!isOriginal(rollout, deployment([...old, replica('new-1', 1)])));
});

function pair(oldInstance: string, newInstance: string) {
  return { oldInstance, oldReplicas: [{ replicaId: `r-${oldInstance}`, weight: 1 }], newInstance };
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
