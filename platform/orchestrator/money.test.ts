import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDollars, toCents, toDollars } from './money.ts';

test('dollars become whole cents and back', () => {
  assert.equal(toCents(67_200), 6_720_000);
  assert.equal(toCents(0.29), 29);
  assert.equal(toCents(-891.2), -89_120);
  assert.equal(toDollars(5_280_050), 52_800.5);
});

test('money reads as people write it', () => {
  assert.equal(formatDollars(5_400_000), '$54,000');
  assert.equal(formatDollars(519_050), '$5,190.50');
  assert.equal(formatDollars(-89_120), '-$891.20');
});
