import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine } from '../shared/testing/machine.ts';
import { isBatchWork } from './batch-work.ts';

test('only batch work that bears an interruption may move', () => {
  const tags = new Map([['workload', 'batch']]);
  assert.ok(isBatchWork(machine({ tags, faultTolerant: true })));
  assert.ok(!isBatchWork(machine({ tags, faultTolerant: false })));
  assert.ok(!isBatchWork(machine({ tags, faultTolerant: true, latencyCritical: true })));
  assert.ok(!isBatchWork(machine({ faultTolerant: true })));
});
