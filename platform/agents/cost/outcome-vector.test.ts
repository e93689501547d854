import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, situationVector, vectorSize } from './outcome-vector.ts';

const acme = {
  optimization_id: 'd2b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11',
  type: 'spot_migration',
  success: true,
  predicted_savings: 54_000,
  actual_savings: 52_800,
  instance_type: 'p4d.24xlarge',
  machines: 3,
  discount: 0.6,
  interruption_rate: 0.05,
};

test('the vector is made of the situation', () => {
  const vector = situationVector(acme);
  assert.deepEqual(
    vector.map((feature) => Number(feature.toFixed(3))),
    [0.6, 0.05, 0.667, 0.676],
  );
  assert.equal(vector.length, vectorSize);
});

test('what came of it does not move the vector', () => {
  const failed: Outcome = { ...acme, success: false, actual_savings: 0 };
  assert.deepEqual(situationVector(failed), situationVector(acme));
});

test('every feature stays within 0 and 1', () => {
  const odd = { ...acme, discount: -0.2, interruption_rate: 2, machines: 0, predicted_savings: 1e12 };
  assert.deepEqual(situationVector(odd), [0, 1, 0, 1]);
});
