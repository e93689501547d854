import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchQueues } from './batch-queues.ts';
import { unused } from './machine-usage.ts';

test('the first of a name decides, and when its owner goes, the next', () => {
  const queues = new BatchQueues();
  const shares = () => queues.usageOn('nightly')?.gpuShare;
  assert.equal(shares(), undefined);
  queues.open({ name: 'nightly', ownerId: 'a', usage: { ...unused, gpuShare: 0.8 } });
  queues.open({ name: 'nightly', ownerId: 'b', usage: { ...unused, gpuShare: 0.4 } });
  assert.equal(shares(), 0.8);
  queues.closeOf('a');
  assert.equal(shares(), 0.4);
  queues.closeOf('b');
  assert.equal(shares(), undefined);
});
