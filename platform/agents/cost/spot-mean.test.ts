import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpotPrice } from '../shared/prices.ts';
import { millisecondsADay, timeWeightedMean } from './spot-mean.ts';

const to = new Date('2026-06-30T00:00:00Z');
const before = (days: number): Date => new Date(to.getTime() - days * millisecondsADay);
const period = { from: before(30), to };
const price = (daysAgo: number, hourly: number): SpotPrice => {
  return { instanceType: 'p4d.24xlarge', zone: 'us-east-1a', from: before(daysAgo), hourly };
};

test('a price counts as long as it was in force', () => {
  assert.deepEqual(timeWeightedMean([price(30, 10), price(10, 40)], period), { hourly: 20, days: 30 });
});

test('the order of the history does not matter', () => {
  assert.equal(timeWeightedMean([price(10, 40), price(30, 10)], period)?.hourly, 20);
});

test('of the price before the period only the part within counts', () => {
  assert.equal(timeWeightedMean([price(90, 10), price(15, 20)], period)?.hourly, 15);
});

test('the price of the last moment hardly counts, however different it is', () => {
  const mean = timeWeightedMean([price(31, 16.438356), price(1 / 86_400, 100)], period);
  assert.ok(Math.abs((mean?.hourly ?? 0) - 16.438356) < 1e-4);
});

test('a shorter history gives the mean of what there is', () => {
  assert.deepEqual(timeWeightedMean([price(3, 12)], period), { hourly: 12, days: 3 });
});

test('without a price there is no mean', () => {
  assert.equal(timeWeightedMean([], period), undefined);
  assert.equal(timeWeightedMean([price(0, 12)], period), undefined);
});
