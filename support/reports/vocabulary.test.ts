import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearTwins, showVocabulary } from './vocabulary';

describe('The vocabulary', () => {
  it('stands by noun, with uses, and marks what nobody uses', () => {
    const sentences = [
      { keyword: 'Then', text: 'the spend should be {money}', location: 'step-definitions/spend.steps.ts:8', uses: 12 },
      { keyword: 'When', text: 'the cloud fails', location: 'step-definitions/market.steps.ts:3', uses: 0 },
    ];
    assert.equal(
      showVocabulary(sentences),
      [
        'market',
        '  unused  When the cloud fails  (step-definitions/market.steps.ts:3)',
        '',
        'spend',
        '     12×  Then the spend should be {money}  (step-definitions/spend.steps.ts:8)',
        '',
        '2 sentences, 1 unused',
      ].join('\n'),
    );
  });

  it('tells of sentences that say nearly the same', () => {
    const told = (...texts: readonly string[]) =>
      nearTwins(texts.map((text) => ({ keyword: 'Then', text, location: '', uses: 1 }))).length;
    assert.equal(
      told('the monthly spend of {customer} should be {money}', 'a monthly spend of {string} should be {int}'),
      1,
    );
    assert.equal(told('the spend should be {money}', 'the savings should be {money}'), 0);
  });
});
