import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distributionOf } from '../../support/drivers/load/distribution';
import { Spread } from './spread';

describe('A spread', () => {
  const distribution = distributionOf(Array.from({ length: 1000 }, (_, index) => index + 1));

  it('compares in seconds', () => {
    assert.deepEqual(
      [new Spread(distribution, 'p95'), new Spread(distribution, 'max')].map((each) => each.valueOf()),
      [0.95, 1],
    );
  });
  it('tells the figure, and how the others are', () => {
    const told = '950.0 ms (P50 500.0, P95 950.0, P99 990.0, at most 1000.0, 1,000 in all)';
    assert.equal(String(new Spread(distribution, 'p95')), told);
  });
});
