import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distributionOf, percentile } from './distribution';

describe('A distribution', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('tells count, percentiles by nearest rank, and the largest, whatever the order', () => {
    assert.deepEqual(distributionOf(hundred), { count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
    assert.deepEqual(distributionOf([7]), { count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  });
  it('cannot be told of nothing', () => {
    assert.throws(() => distributionOf([]), /Nothing was measured/);
    assert.equal(percentile([], 0.95), undefined);
  });
});
