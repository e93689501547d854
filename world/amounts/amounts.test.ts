import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Duration } from './duration';
import { Money } from './money';
import { Percent } from './percent';

describe('Money', () => {
  it('reads what a feature writes and shows it the same way', () => {
    for (const text of ['$54,000', '$1,250.50', '-$891.20', '$0', '$120,000']) {
      assert.equal(Money.parse(text).toString(), text);
    }
  });
  it('refuses what is not an amount and says how to write one', () => {
    for (const text of ['$10,00', '54,000', '$1.5', '$', '$1,2345']) {
      assert.throws(() => Money.parse(text), {
        message: `"${text}" is not an amount of money. Write it like $1,250.00`,
      });
    }
  });
  it('adds up without rounding errors', () => {
    assert.equal(Money.sum([Money.ofDollars(0.1), Money.ofDollars(0.2)]).cents, 30);
    assert.throws(() => Money.ofCents(0.5), RangeError);
  });
  it('refuses to compare with nothing', () => {
    assert.equal(Money.parse('$52,800').per(Money.parse('$2,000')), 26.4);
    assert.throws(() => Money.parse('$1').per(Money.parse('$0')), RangeError);
  });
});

describe('Percent', () => {
  it('reads and shows percentages', () => {
    assert.equal(Percent.parse('0.1%').share, 0.001);
    assert.equal(Percent.ofShare(0.44).toString(), '44%');
    assert.throws(() => Percent.parse('5'), /Write it like 5% or 0.1%/);
  });
});

describe('Duration', () => {
  it('reads units in singular and plural', () => {
    assert.equal(Duration.parse('1 minute').seconds, 60);
    assert.equal(Duration.parse('7 days').seconds, 604_800);
    assert.throws(() => Duration.parse('60s'), /Write it like 30 seconds/);
  });
  it('shows itself in the largest whole unit', () => {
    assert.equal(Duration.ofSeconds(60).toString(), '1 minute');
    assert.equal(Duration.ofSeconds(90).toString(), '90 seconds');
    assert.equal(Duration.ofSeconds(0.5).toString(), '0.5 seconds');
  });
});
