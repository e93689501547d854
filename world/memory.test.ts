import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Money } from './amounts/money';
import { ScenarioMemory } from './memory';

describe('ScenarioMemory', () => {
  it('recalls what was remembered last', () => {
    const memory = new ScenarioMemory();
    memory.remember('spendBefore', Money.parse('$120,000'));
    memory.remember('spendBefore', Money.parse('$67,200'));
    assert.equal(memory.recall('spendBefore').toString(), '$67,200');
  });
  it('says what there is when something is missing', () => {
    const memory = new ScenarioMemory();
    assert.throws(
      () => memory.recall('offer'),
      /No "offer" has been remembered \(nothing is remembered yet\)\. Which Given or When/,
    );
    memory.remember('spendBefore', Money.parse('$1'));
    assert.throws(() => memory.recall('offer'), /\(remembered: spendBefore\)/);
  });
});
