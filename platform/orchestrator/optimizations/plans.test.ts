import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StageName, type StepName, stageSize } from './plan.ts';
import {
  compensationOrder,
  concernsUnserving,
  isIrreversible,
  type OptimizationType,
  planOf,
  typesThatEndMachines,
} from './plans.ts';

const types: readonly OptimizationType[] = [
  'spot_migration',
  'batch_spot_migration',
  'kv_cache_optimization',
  'quantization',
  'batch_optimization',
  'right_sizing',
  'idle_termination',
  'cloud_placement',
  'reserved_capacity',
];
const namesOf = (type: OptimizationType) => planOf(type).map(({ name }) => name);

for (const type of types) {
  test(`in ${type} what cannot be undone stands last, after the last validation`, () => {
    const irreversible = planOf(type).flatMap((step, position) => (isIrreversible(step) ? [position] : []));
    const last = planOf(type).length - 1;
    assert.ok(irreversible.length === 0 || (irreversible.length === 1 && irreversible[0] === last));
    const lastCheck = irreversible.length === 0 ? last : last - 1;
    assert.match(namesOf(type)[lastCheck] ?? '', /^(validate|verify|confirm)_/);
  });

  test(`in ${type} every stage is validated before the next one begins`, () => {
    const staged = planOf(type).filter(({ stage }) => stage !== undefined);
    for (const [index, { name, stage }] of staged.entries()) {
      const isValidation = index % 2 === 1;
      assert.equal(name.startsWith('validate_'), isValidation, name);
      if (isValidation) assert.equal(stage, staged[index - 1]?.stage);
    }
    assert.equal(staged.length % 2, 0);
  });
}

test('the plans consist of these steps', () => {
  const rollout = [
    'deploy_canary',
    'validate_canary',
    'scale_to_50_percent',
    'validate_50_percent',
    'full_migration',
    'validate_full_migration',
  ];
  assert.deepEqual(namesOf('spot_migration'), ['create_spot_instances', ...rollout, 'terminate_ondemand']);
  assert.deepEqual(namesOf('right_sizing'), ['create_instances', ...rollout, 'terminate_replaced']);
  assert.deepEqual(namesOf('idle_termination'), ['verify_idle', 'terminate_idle']);
  const move = ['confirm_workload', 'terminate_moved'];
  assert.deepEqual(namesOf('cloud_placement'), ['create_placed_instances', ...move]);
  assert.deepEqual(namesOf('batch_spot_migration'), ['create_batch_spot_instances', ...move]);
  assert.deepEqual(namesOf('reserved_capacity'), ['verify_steady_use', 'purchase_reservation']);
  for (const type of ['kv_cache_optimization', 'quantization', 'batch_optimization'] as const) {
    assert.deepEqual(namesOf(type), [
      'reconfigure_canary',
      'validate_canary',
      'reconfigure_50_percent',
      'validate_50_percent',
      'reconfigure_all',
      'validate_all',
    ]);
  }
});

test('stages are 10, 50 and 100 percent of the replicas, rounded up', () => {
  const sizes = (stage: StageName) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((replicas) => stageSize(stage, replicas));
  assert.deepEqual(sizes('canary'), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
  assert.deepEqual(sizes('half'), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  assert.deepEqual(sizes('full'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('what was done is undone in reverse order, the failed step first', () => {
  const undone = (type: OptimizationType, failed: StepName) =>
    compensationOrder(type, namesOf(type).indexOf(failed)).map((at) => namesOf(type)[at]);
  const created = ['deploy_canary', 'create_spot_instances'];
  assert.deepEqual(undone('spot_migration', 'validate_full_migration'), [
    'full_migration',
    'scale_to_50_percent',
    ...created,
  ]);
  assert.deepEqual(undone('spot_migration', 'scale_to_50_percent'), ['scale_to_50_percent', ...created]);
  assert.deepEqual(undone('spot_migration', 'validate_canary'), created);
  assert.deepEqual(undone('spot_migration', 'create_spot_instances'), ['create_spot_instances']);
  assert.deepEqual(undone('right_sizing', 'validate_canary'), ['deploy_canary', 'create_instances']);
  assert.deepEqual(undone('batch_spot_migration', 'confirm_workload'), ['create_batch_spot_instances']);
  assert.deepEqual(undone('quantization', 'reconfigure_all'), [
    'reconfigure_all',
    'reconfigure_50_percent',
    'reconfigure_canary',
  ]);
  assert.deepEqual(undone('quantization', 'validate_50_percent'), ['reconfigure_50_percent', 'reconfigure_canary']);
  assert.deepEqual(undone('idle_termination', 'terminate_idle'), []);
});

test('moves, other sizes and ends leave nothing of the machines as they were', () => {
  assert.deepEqual(typesThatEndMachines, [
    'spot_migration',
    'batch_spot_migration',
    'right_sizing',
    'idle_termination',
    'cloud_placement',
  ]);
});

test('idle machines and those of batch work serve nothing', () => {
  assert.deepEqual(types.filter(concernsUnserving), ['batch_spot_migration', 'idle_termination', 'cloud_placement']);
});

test('before the first step there is nothing to undo', () => {
  for (const type of types) assert.deepEqual(compensationOrder(type, -1), []);
});
