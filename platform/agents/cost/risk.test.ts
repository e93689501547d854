import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceIn, higherRisk, riskOf } from './risk.ts';

test('5 % of interruptions a month are low risk, more up to 15 % medium, above high', () => {
  assert.deepEqual([0.05, 0.051, 0.15, 0.16].map(riskOf), ['low', 'medium', 'medium', 'high']);
});

test('of two risks the higher counts, whoever says it', () => {
  assert.equal(higherRisk('low', 'high'), 'high');
  assert.equal(higherRisk('critical', 'medium'), 'critical');
  assert.equal(higherRisk('medium', 'medium'), 'medium');
});

test('a prediction is surer with a longer history and fewer interruptions', () => {
  assert.equal(confidenceIn(30, 0.05), 0.88);
  assert.equal(confidenceIn(15, 0.05), 0.76);
  assert.equal(confidenceIn(30, 0.15), 0.75);
  assert.equal(confidenceIn(90, 0), 0.95);
});
