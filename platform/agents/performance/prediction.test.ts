import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadFactor, predictedP95 } from './prediction.ts';

/** Replicas of Llama-3-70B on eight A100 each, at 11.25 requests a second. */
const acme = { utilisation: 0.5945, latencyP95: 1.6 };

test('one of four lost stretches a P95 of 1.60 s to 3.13 s', () => {
  assert.equal(predictedP95(acme, loadFactor(4, 1))?.toFixed(2), '3.13');
});

test('half the GPUs for the same load stretch a P95 of 2.95 s to 5.77 s', () => {
  assert.equal(predictedP95({ utilisation: 0.3285, latencyP95: 2.95 }, 2)?.toFixed(2), '5.78');
});

test('what the others cannot carry has no P95', () => {
  assert.equal(predictedP95(acme, loadFactor(4, 2)), undefined);
  assert.equal(predictedP95({ ...acme, utilisation: 0.75 }, loadFactor(4, 1)), undefined);
  assert.equal(predictedP95(acme, loadFactor(1, 1)), undefined);
  assert.equal(predictedP95({ ...acme, utilisation: 0 }, loadFactor(1, 1)), undefined);
});
