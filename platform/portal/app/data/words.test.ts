import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromNow, money, percent, secondsText, words } from './format.ts';
import { moved } from './order.ts';

test('amounts are written as people write them', () => {
  assert.equal(money(67_200), '$67,200');
  assert.equal(money(1250.5), '$1,250.50');
  assert.equal(money(0), '$0');
  assert.equal(money(-1200), '-$1,200');
  assert.equal(percent(0.956, 1), '95.6%');
  assert.equal(percent(0.44), '44%');
  assert.equal(secondsText(1.6), '1.60 s');
  assert.equal(words('full_migration'), 'Full migration');
  assert.equal(words(''), '');
});

test('moments are told by their distance', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  assert.equal(fromNow('2026-01-01T23:55:00Z', now), '5 minutes ago');
  assert.equal(fromNow('2026-01-09T00:00:00Z', now), 'in 7 days');
  assert.equal(fromNow('2026-01-01T22:00:00Z', now), '2 hours ago');
  assert.equal(fromNow('2026-01-01T00:00:00Z', now), 'yesterday');
  assert.equal(fromNow('2026-01-02T00:00:00.400Z', now), 'now');
});

test('a moment just short of a unit is told in that unit', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  assert.equal(fromNow('2026-01-01T23:59:00.400Z', now), '1 minute ago');
  assert.equal(fromNow('2026-01-01T23:00:10Z', now), '1 hour ago');
  assert.equal(fromNow('2026-01-01T00:10:00Z', now), 'yesterday');
});

test('a thing moves by one place or several, and never out of the list', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 1, 1), ['a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 0, -1), ['a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 3), ['a', 'b', 'c']);
  assert.deepEqual(moved(['a', 'b', 'c'], 3, 0), ['a', 'b', 'c']);
  assert.deepEqual(moved([], 0, 0), []);
});
