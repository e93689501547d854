import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farthestAlike, learnedConfidence, likenessAt, type Precedent, remarkOn } from './experience.ts';

const failure: Precedent = { success: false, likeness: 1 };
const success: Precedent = { success: true, likeness: 1 };

test('without precedents the confidence by rule stays as it is', () => {
  assert.equal(learnedConfidence(0.883, []), 0.883);
});

test('each failure lowers the confidence', () => {
  assert.equal(learnedConfidence(0.88, [failure]), 0.7);
  assert.equal(learnedConfidence(0.88, [failure, failure]), 0.59);
});

test('each success raises it a little', () => {
  assert.equal(learnedConfidence(0.88, [success]), 0.9);
  assert.equal(learnedConfidence(0.88, [success, success]), 0.92);
});

test('failures and successes weigh against each other', () => {
  assert.equal(learnedConfidence(0.5, [failure, success]), 0.5);
  assert.equal(learnedConfidence(0.88, [failure, success, success]), 0.79);
});

test('what is less alike counts for less', () => {
  assert.equal(learnedConfidence(0.88, [{ ...failure, likeness: 0.5 }]), 0.78);
  assert.equal(learnedConfidence(0.88, [{ ...success, likeness: 0.1 }]), 0.88);
  assert.equal(learnedConfidence(0.88, [{ ...failure, likeness: 0 }]), 0.88);
});

test('it is never certain, one way or the other', () => {
  assert.equal(learnedConfidence(0.88, Array(1000).fill(failure)), 0.1);
  assert.equal(learnedConfidence(0.88, Array(1000).fill(success)), 0.99);
});

test('likeness falls from the same situation to the farthest that is alike', () => {
  assert.deepEqual([0, farthestAlike / 2, farthestAlike, 1].map(likenessAt), [1, 0.5, 0, 0]);
});

test('the customer is told of failures, and only of them', () => {
  assert.equal(remarkOn([success]), '');
  assert.equal(remarkOn([success, failure]), 'A similar migration of yours was given up or undone before.');
  assert.equal(remarkOn([failure, failure]), '2 similar migrations of yours were given up or undone before.');
});
