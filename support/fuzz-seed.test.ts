import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { fuzzSeed } from './fuzz-seed';

afterEach(() => {
  delete process.env.E2E_FUZZ_SEED;
});

it('the seed of odd input is one number in the whole run', () => {
  const seed = fuzzSeed();
  assert.ok(Number.isInteger(seed) && seed >= 0);
  assert.equal(fuzzSeed(), seed);
});

it('the seed of odd input is the one that is set', () => {
  process.env.E2E_FUZZ_SEED = '42';
  assert.equal(fuzzSeed(), 42);
});
