import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GoogleError } from './errors.ts';
import { filterOf } from './filter.ts';

const machine = {
  name: 'one',
  status: 'RUNNING',
  labels: { team: 'ml', 'batch-queue': 'nightly' },
  scheduling: { provisioningModel: 'SPOT', preemptible: true },
};

const passing = [
  '',
  'status=RUNNING',
  'status = "RUNNING"',
  'labels.team=ml AND status != TERMINATED',
  '(status = RUNNING) (labels.batch-queue = nightly)',
  '((status = RUNNING) AND (name = one))',
  'scheduling.preemptible = true',
  'labels.team:*',
  'name = one_of("two", "one")',
  'labels.none != ml',
  'name = "one" AND "status" = RUNNING',
];

const failing = ['status=TERMINATED', 'labels.team != ml', 'labels.none:*', 'name = one_of("two")', 'name="AND"'];

for (const filter of passing) test(`passes: ${filter}`, () => assert.equal(filterOf(filter)(machine), true));
for (const filter of failing) test(`does not pass: ${filter}`, () => assert.equal(filterOf(filter)(machine), false));

for (const filter of [
  'status',
  'status =',
  '(status = RUNNING',
  'status > 3',
  'a = b OR c = d',
  'name = "one',
  'a = b)',
]) {
  test(`is refused: ${filter}`, () => {
    assert.throws(
      () => filterOf(filter),
      (error) => error instanceof GoogleError && error.code === 400,
    );
  });
}
