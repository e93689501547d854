import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provesExcess } from './error-rate.ts';

test('one or two failures among 337 requests happen by chance, three do not', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((failed) => provesExcess(failed, 337)),
    [false, false, false, true],
  );
});

test('with many requests little more than the limit is proof, the limit itself is none', () => {
  assert.equal(provesExcess(1_000, 1_000_000), false);
  assert.equal(provesExcess(1_080, 1_000_000), true);
});

test('an overload is seen in the shortest window, where all fail too', () => {
  assert.equal(provesExcess(30, 337), true);
  assert.equal(provesExcess(3, 3), true);
});

test('without requests nothing is proven', () => {
  assert.equal(provesExcess(0, 0), false);
});
