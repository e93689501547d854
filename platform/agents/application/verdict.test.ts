import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropOf, judgeQuality, worstOf } from './verdict.ts';

/** 100 answers of 50 words, 200 wrong: a quality of 0.96. */
const baseline = { words: 5_000, wrongWords: 200 };
const measured = (wrongWords: number, hallucinations = 2) => {
  return { answers: 100, words: 5_000, wrongWords, hallucinations };
};

for (const [wrongWords, drop, verdict] of [
  [200, '0.000', 'approve'],
  [248, '1.000', 'approve'],
  [296, '2.000', 'approve'],
  [297, '2.021', 'review'],
  [435, '4.896', 'review'],
  [440, '5.000', 'review'],
  [445, '5.104', 'reject'],
  [584, '8.000', 'reject'],
] as const) {
  test(`${wrongWords} wrong words of 5,000 are a drop of ${drop} %: ${verdict}`, () => {
    assert.equal((dropOf(measured(wrongWords), baseline) * 100).toFixed(3), drop);
    assert.equal(judgeQuality(measured(wrongWords), baseline), verdict);
  });
}

test('the limits do not depend on how many answers the baseline rests on', () => {
  const ofFourReplicas = { words: 20_000, wrongWords: 800 };
  assert.equal(judgeQuality(measured(440), ofFourReplicas), 'review');
  assert.equal(judgeQuality(measured(441), ofFourReplicas), 'reject');
});

test('wrong facts in more than a tenth of the answers are a reject, however small the drop', () => {
  assert.equal(judgeQuality(measured(248, 10), baseline), 'approve');
  assert.equal(judgeQuality(measured(248, 11), baseline), 'reject');
});

test('the replica with the worst verdict decides, then the one with the lowest score', () => {
  const hallucinating = measured(248, 32);
  assert.equal(worstOf([measured(200), hallucinating, measured(440)], baseline), hallucinating);
  const worse = measured(440);
  assert.equal(worstOf([measured(435), worse, measured(200)], baseline), worse);
});
