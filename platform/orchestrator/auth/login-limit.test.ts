import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FREE_FAILURES, LONGEST_WAIT_SECONDS, waitAfter } from './login-limit.ts';

test('a few slips cost nothing, then each takes twice as long as the one before', () => {
  assert.equal(waitAfter(FREE_FAILURES - 1), 0);
  assert.deepEqual(
    [0, 1, 2, 3].map((more) => waitAfter(FREE_FAILURES + more)),
    [1, 2, 4, 8],
  );
});

test('no wait is longer than a quarter of an hour', () => {
  assert.equal(waitAfter(100), LONGEST_WAIT_SECONDS);
});
