import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasHungUp } from './hung-up';

const broken = new Error('write EPIPE');

test('a line that breaks under a large body was hung up, one that breaks under a small one was not', () => {
  assert.equal(hasHungUp(broken, 'x'.repeat(500_001)), true);
  assert.equal(hasHungUp(broken, 'x'.repeat(500_000)), false);
  assert.equal(hasHungUp(broken), false);
});

test('what goes wrong otherwise is no hanging up', () => {
  assert.equal(hasHungUp(new Error('connect ECONNREFUSED'), 'x'.repeat(500_001)), false);
});
