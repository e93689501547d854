import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Duration } from './amounts/duration';
import { Money } from './amounts/money';
import { Percent } from './amounts/percent';
import { Spread } from './amounts/spread';
import { type Threshold, Thresholds } from './thresholds';

function judged(act: (thresholds: Thresholds) => void): Threshold {
  const reported: Threshold[] = [];
  try {
    act(new Thresholds((threshold) => reported.push(threshold)));
  } catch {
    // What matters here is what is reported; the failures have their own test.
  }
  const [only] = reported;
  assert(only, 'a threshold is always reported');
  return only;
}

describe('Thresholds', () => {
  it('keeps promised, measured and head-room', () => {
    const kept = judged((thresholds) =>
      thresholds.atLeast('the saving is', Percent.parse('44%'), Percent.parse('40%')),
    );
    assert.equal(kept.promised, 'at least 40%');
    assert.equal(kept.measured, '44%');
    assert(Math.abs(kept.headRoom - 0.1) < 1e-9);
  });
  it('reports a broken promise too, then fails with both figures', () => {
    const act = (thresholds: Thresholds) =>
      thresholds.exactly('the spend is', Money.parse('$120,000'), Money.parse('$67,200'));
    assert(judged(act).headRoom < 0);
    assert.throws(() => act(new Thresholds(() => {})), {
      message: 'Promised: the spend is exactly $67,200. Measured: $120,000.',
    });
  });
  it('tells how all that was measured is spread, where there was more than one', () => {
    const distribution = { count: 2, p50: 1, p95: 3, p99: 3, max: 3 };
    const kept = judged((thresholds) =>
      thresholds.lessThan('answers take', new Spread(distribution, 'p95'), Duration.parse('0.5 seconds')),
    );
    assert.deepEqual([kept.distribution, kept.promised], [distribution, 'less than 0.5 seconds']);
    assert(Math.abs(kept.headRoom - 0.994) < 1e-9);
  });
  it('stands on the right side of the limit', () => {
    const thresholds = new Thresholds(() => {});
    assert.doesNotThrow(() => thresholds.atMost('the loss is', Percent.parse('5%'), Percent.parse('5%')));
    assert.throws(() => thresholds.atMost('the loss is', Percent.parse('5.1%'), Percent.parse('5%')));
    assert.throws(() => thresholds.moreThan('the return is', Percent.parse('5%'), Percent.parse('5%')));
    assert.doesNotThrow(() => thresholds.moreThan('the return is', Percent.parse('5.1%'), Percent.parse('5%')));
    assert.throws(() => thresholds.atLeast('the saving is', Percent.parse('39.9%'), Percent.parse('40%')));
  });
  it('never takes "not a number" for a kept promise', () => {
    const nothing = { valueOf: () => Number.NaN, toString: () => 'nothing' };
    assert.throws(() => new Thresholds(() => {}).atMost('the loss is', nothing, Percent.parse('5%')));
  });
});
