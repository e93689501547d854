import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Duration } from './amounts/duration';
import { ScenarioMemory } from './memory';

describe('ScenarioMemory', () => {
  it('recalls what was remembered last', () => {
    const memory = new ScenarioMemory();
    memory.remember('silence', Duration.parse('1 minute'));
    memory.remember('silence', Duration.parse('2 minutes'));
    assert.equal(memory.recall('silence').toString(), '2 minutes');
  });
  it('says what there is when something is missing', () => {
    const memory = new ScenarioMemory();
    assert.throws(
      () => memory.recall('offer'),
      /No "offer" has been remembered \(nothing is remembered yet\)\. Which Given or When/,
    );
    memory.remember('silence', Duration.parse('1 minute'));
    assert.throws(() => memory.recall('offer'), /\(remembered: silence\)/);
  });
});
