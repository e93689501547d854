import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goldenSet, readGoldenSet } from './golden-set.ts';
import { hallucinationShareOf, scoreAnswer, scoreOf, sumQuality } from './scoring.ts';

const [golden] = readGoldenSet([
  { id: 'a', prompt: '?', answer: 'Order 48213 of Okafor, paid twice.', facts: ['48213', 'Okafor'] },
]);
assert.ok(golden);

test('the right answer has no wrong word', () => {
  assert.deepEqual(scoreAnswer(golden, 'Order 48213  of Okafor, paid\ntwice.'), {
    answers: 1,
    words: 6,
    wrongWords: 0,
    hallucinations: 0,
  });
});

test('a misspelt word is wrong, but no hallucination', () => {
  const { wrongWords, hallucinations } = scoreAnswer(golden, 'Order 48213 of Okafor, payid twice.');
  assert.deepEqual([wrongWords, hallucinations], [1, 0]);
});

test('another number or name is wrong, and a hallucination', () => {
  const { wrongWords, hallucinations } = scoreAnswer(golden, 'Order 50126 of Delgado, paid twice.');
  assert.deepEqual([wrongWords, hallucinations], [2, 1]);
});

test('an answer that says nothing is all wrong', () => {
  assert.equal(scoreAnswer(golden, '').wrongWords, 6);
  assert.equal(scoreOf(scoreAnswer(golden, '')), 0);
});

test('an answer that goes on is scored by what the reference has', () => {
  assert.equal(scoreOf(scoreAnswer(golden, 'Order 48213 of Okafor, paid twice. And so on.')), 1);
});

test('scores of many answers are added up, of none they are 0', () => {
  const all = sumQuality([scoreAnswer(golden, 'Order 48213 of Okafor, paid twice.'), scoreAnswer(golden, '')]);
  assert.equal(scoreOf(all), 0.5);
  assert.equal(hallucinationShareOf(all), 0.5);
  assert.equal(scoreOf(sumQuality([])), 0);
});

test('the golden set has 100 answers of 50 words, each with two key facts', () => {
  assert.equal(goldenSet.length, 100);
  for (const { words, factPlaces, id } of goldenSet) assert.deepEqual([words.length, factPlaces.length], [50, 2], id);
});

test('a golden answer without its fact is refused by name', () => {
  const broken = [{ id: 'b', prompt: '?', answer: 'Nothing here.', facts: ['48213'] }];
  assert.throws(() => readGoldenSet(broken), { name: 'RangeError', message: /"48213" of the golden prompt b/ });
});
