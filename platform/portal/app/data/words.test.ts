import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromNow, money, percent, words } from './format.ts';
import { moved } from './order.ts';

test('amounts are written as people write them', () => {
  assert.equal(money(67_200), '$67,200');
  assert.equal(money(1250.5), '$1,250.50');
  assert.equal(percent(0.956, 1), '95.6%');
  assert.equal(words('full_migration'), 'Full migration');
});

test('moments are told by their distance', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  assert.equal(fromNow('2026-01-01T23:55:00Z', now), '5 minutes ago');
  assert.equal(fromNow('2026-01-09T00:00:00Z', now), 'in 7 days');
});

test('a thing moves by one place, and never out of the list', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 0, -1), ['a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 3), ['a', 'b', 'c']);
});
