import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksBetween, spreadOf } from './records';

const counted = (statement: string, calls: number, total_milliseconds: number) => ({
  statement_id: statement,
  statement,
  calls: String(calls),
  total_milliseconds,
});

describe('Looks into the records', () => {
  const looks = looksBetween(
    [counted('known', 10, 100), counted('unused', 5, 5)],
    [counted('known', 12, 160), counted('unused', 5, 5), counted('new', 3, 3)],
  );

  it('are what was added in the meantime, on average, the slowest kind first', () => {
    assert.deepEqual(looks, [
      { statement: 'known', times: 2, milliseconds: 30 },
      { statement: 'new', times: 3, milliseconds: 1 },
    ]);
  });
  it('count as often as they were taken', () => {
    assert.deepEqual(spreadOf(looks), { count: 5, p50: 1, p95: 30, p99: 30, max: 30 });
    assert.throws(() => spreadOf([]), /Nobody looked/);
  });
});
