import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compensationOrder, type StageName, type StepName, spotMigration, stageSize } from './plan.ts';

const names = spotMigration.map(({ name }) => name);

test('what cannot be undone stands last, after the validation of the whole', () => {
  assert.equal(names.at(-1), 'terminate_ondemand');
  assert.equal(names.at(-2), 'validate_full_migration');
  const irreversible = spotMigration.filter(({ compensation }) => compensation === 'impossible');
  assert.deepEqual(
    irreversible.map(({ name }) => name),
    ['terminate_ondemand'],
  );
});

test('every stage is validated before the next one begins', () => {
  assert.deepEqual(names.slice(1, -1), [
    'deploy_canary',
    'validate_canary',
    'scale_to_50_percent',
    'validate_50_percent',
    'full_migration',
    'validate_full_migration',
  ]);
});

test('stages are 10, 50 and 100 percent of the replicas, rounded up', () => {
  const sizes = (stage: StageName) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((replicas) => stageSize(stage, replicas));
  assert.deepEqual(sizes('canary'), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
  assert.deepEqual(sizes('half'), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  assert.deepEqual(sizes('full'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('what was done is undone in reverse order, the failed step first', () => {
  const undone = (failed: StepName) => compensationOrder(names.indexOf(failed)).map((at) => names[at]);
  assert.deepEqual(undone('validate_full_migration'), [
    'full_migration',
    'scale_to_50_percent',
    'deploy_canary',
    'create_spot_instances',
  ]);
  assert.deepEqual(undone('scale_to_50_percent'), ['scale_to_50_percent', 'deploy_canary', 'create_spot_instances']);
  assert.deepEqual(undone('validate_canary'), ['deploy_canary', 'create_spot_instances']);
  assert.deepEqual(undone('create_spot_instances'), ['create_spot_instances']);
});
