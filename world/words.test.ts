import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssertionError } from 'chai';
import { wordsFor } from './words';

const DICTIONARY = { 'a part only': 'negotiate_hybrid', 'side by side': 'parallel_execution' };

describe('The words of features', () => {
  it('are found by what the contract names', () =>
    assert.equal(wordsFor(DICTIONARY, 'parallel_execution'), 'side by side'));

  it('are missed with those that there are', () => {
    assert.throws(() => wordsFor(DICTIONARY, 'sequential_execution'), AssertionError);
    assert.throws(() => wordsFor(DICTIONARY, 'sequential_execution'), /negotiate_hybrid, parallel_execution/);
  });
});
