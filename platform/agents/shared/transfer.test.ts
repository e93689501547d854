import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Tier, transferCents } from './transfer.ts';

/** AWS's, US dollars a gigabyte. */
const tiers: readonly Tier[] = [
  { from: 0, to: 10_240, dollars: 0.09 },
  { from: 10_240, to: 51_200, dollars: 0.085 },
  { from: 51_200, to: 153_600, dollars: 0.07 },
  { from: 153_600, to: Number.POSITIVE_INFINITY, dollars: 0.05 },
];

for (const [gigabytes, dollars] of [
  [0, 0],
  [10_240, 921.6],
  [10_241, 921.69],
  [23_000, 2_006.2],
  [240_000, 15_891.2],
] as const) {
  test(`${gigabytes} GB a month cost $${dollars}`, () => {
    assert.equal(transferCents(gigabytes, tiers), Math.round(dollars * 100));
  });
}
