import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalProblem, TaskError } from './task-error.ts';

const busy = new TaskError('busy', 'not now', { retryable: true });
const refused = new TaskError('refused', 'never', { retryable: false });
const fault = new Error('a fault with an address in it');

test('what may succeed later, and what nobody foresaw, is thrown until the last try', () => {
  for (const error of [busy, fault]) assert.throws(() => finalProblem(error, false), error);
  assert.equal(finalProblem(busy, true), 'not now');
  assert.equal(finalProblem(fault, true), 'It failed again and again on our side');
});

test('what was refused is told at once', () => {
  assert.equal(finalProblem(refused, false), 'never');
});
