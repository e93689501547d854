import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hourlyPrice, hoursAMonth, instanceType, instanceTypes } from './catalogue.ts';

const monthlyPrices = {
  'p4d.24xlarge': 30_000,
  'p4de.24xlarge': 37_500,
  'p5.48xlarge': 90_000,
  'g5.2xlarge': 1_110,
  'g5.12xlarge': 5_190,
  'g5.24xlarge': 7_460,
  'g5.48xlarge': 14_910,
  'g6e.2xlarge': 2_050,
  'g6e.12xlarge': 9_600,
  'g6e.24xlarge': 13_790,
  'g6e.48xlarge': 27_580,
  'm5.large': 90,
  'c5.2xlarge': 310,
  'a2-highgpu-1g': 3_360,
  'a2-highgpu-2g': 6_730,
  'a2-highgpu-4g': 13_450,
  'a2-highgpu-8g': 26_900,
  'a2-ultragpu-8g': 37_120,
  'a3-highgpu-8g': 81_000,
  'g2-standard-4': 650,
  'g2-standard-12': 920,
  'g2-standard-24': 1_830,
  'g2-standard-48': 3_660,
  'g2-standard-96': 7_330,
  'e2-standard-4': 120,
};

test('prices are the list prices with one factor for all, to the nearest ten dollars', () => {
  const found = Object.fromEntries(instanceTypes.map((type) => [type.name, type.monthlyPrice]));
  assert.deepEqual(found, monthlyPrices);
});

test('an hourly price of ten decimals gives the monthly price back to the cent', () => {
  for (const cents of [1_200_000, 1_240_000, 2_460_033, 1, 9_000]) {
    assert.equal(Math.round(Number(hourlyPrice(cents / 100)) * hoursAMonth * 100), cents);
  }
});

test('a second of a p4d costs a little more than a cent', () => {
  assert.equal((Number(hourlyPrice(30_000)) / 3600).toFixed(7), '0.0114155');
});

test('sizes with as many GPUs differ in host memory', () => {
  assert.deepEqual(
    ['g5.12xlarge', 'g5.24xlarge'].map((name) => [instanceType(name)?.gpuCount, instanceType(name)?.hostMemoryGib]),
    [
      [4, 192],
      [4, 384],
    ],
  );
  assert.equal(instanceType('p4d.24xlarge')?.gpuMemoryGb, 40);
  assert.equal(instanceType('p4d.12xlarge'), undefined);
});
