import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAdvice } from './spot-advisor.ts';

const regions = { 'us-east-1': { Linux: { 'p4d.24xlarge': { s: 60, r: 2 }, 'g5.2xlarge': { s: 70, r: 4 } } } };

test('of a published class the worst rate is assumed', () => {
  const rates = readAdvice({ ranges: [], spot_advisor: regions });
  assert.equal(rates.of('p4d.24xlarge', 'us-east-1'), 0.15);
  assert.equal(rates.of('g5.2xlarge', 'us-east-1'), 1);
});

test('a rate that is stated exactly is taken as it is', () => {
  const exact = { 'us-east-1': { Linux: { 'p4d.24xlarge': { s: 60, r: 1, interruption_percent: 5 } } } };
  assert.equal(readAdvice(exact).of('p4d.24xlarge', 'us-east-1'), 0.05);
});

test('nothing is known of types and regions that are not listed', () => {
  const rates = readAdvice(regions);
  assert.equal(rates.of('p5.48xlarge', 'us-east-1'), undefined);
  assert.equal(rates.of('p4d.24xlarge', 'eu-west-1'), undefined);
});

test('what is not the file of the advisor is refused', () => {
  assert.throws(() => readAdvice({ 'us-east-1': { Linux: { 'p4d.24xlarge': { r: 9 } } } }), { name: 'ZodError' });
});
