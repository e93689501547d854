import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepsObjective, predictedP95 } from './prediction.ts';

/** Four replicas of Llama-3-70B, each at 11.25 requests a second. */
const acme = { replicas: 4, lost: 1, utilisation: 0.5945, latencyP95: 1.6 };

test('one of four lost stretches a P95 of 1.60 s to 3.13 s', () => {
  assert.equal(predictedP95(acme)?.toFixed(2), '3.13');
});

test('3.13 s keep an objective of 4.0 s, not one of 3.0 s', () => {
  assert.equal(keepsObjective(predictedP95(acme), 4), true);
  assert.equal(keepsObjective(predictedP95(acme), 3), false);
});

test('a tenth of the objective must be left', () => {
  assert.equal(keepsObjective(3.6, 4), true);
  assert.equal(keepsObjective(3.61, 4), false);
});

test('what the others cannot carry has no P95', () => {
  assert.equal(predictedP95({ ...acme, lost: 2 }), undefined);
  assert.equal(predictedP95({ ...acme, utilisation: 0.75 }), undefined);
  assert.equal(predictedP95({ ...acme, replicas: 1 }), undefined);
  assert.equal(keepsObjective(undefined, 1000), false);
});
