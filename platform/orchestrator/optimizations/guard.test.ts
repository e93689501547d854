import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breachOf, type Limits, limitsOf, type StageResult } from './guard.ts';

const healthy: StageResult = {
  latency: {
    verdict: 'pass',
    requests: 1000,
    latency_p95_changed: 1.6,
    latency_p99_changed: 2.04,
    latency_p95_unchanged: 1.6,
    latency_degradation: 0,
    error_rate: 0.0002,
  },
  quality: {
    verdict: 'approve',
    quality: 0.96,
    quality_baseline: 0.96,
    quality_drop: 0,
    hallucination_share: 0.02,
    answers: 100,
  },
};

const migration = limitsOf('spot_migration', { sloP95Seconds: 4 });

function reasonWith(
  change: { latency?: Partial<StageResult['latency']>; quality?: Partial<StageResult['quality']> },
  limits: Limits = migration,
) {
  const latency = { ...healthy.latency, ...change.latency };
  return breachOf({ latency, quality: { ...healthy.quality, ...change.quality } }, limits)?.reason;
}

test('a healthy stage goes on', () => {
  assert.equal(reasonWith({}), undefined);
});

test('five percent slower may be, more may not', () => {
  assert.equal(reasonWith({ latency: { latency_degradation: 0.05 } }), undefined);
  assert.equal(reasonWith({ latency: { latency_degradation: 0.0501 } }), 'latency_breach');
});

test('smaller machines may be slower as long as the objective is kept', () => {
  const limits = limitsOf('right_sizing', { sloP95Seconds: 7 });
  assert.equal(reasonWith({ latency: { latency_p95_changed: 5.77, latency_degradation: 0.96 } }, limits), undefined);
  assert.equal(reasonWith({ latency: { latency_p95_changed: 7.01 } }, limits), 'slo_breach');
  assert.equal(reasonWith({ latency: { verdict: 'slo_breach' } }, limits), 'slo_breach');
});

test('other settings must keep both the objective and the speed', () => {
  const limits = limitsOf('kv_cache_optimization', { sloP95Seconds: 4 });
  assert.equal(reasonWith({ latency: { latency_degradation: 0.06 } }, limits), 'latency_breach');
  assert.equal(reasonWith({ latency: { latency_p95_changed: 4.01 } }, limits), 'slo_breach');
  assert.equal(reasonWith({ latency: { latency_p95_changed: 3.9 } }, limits), undefined);
});

test('failed requests count when the measuring agent says that they are more than chance', () => {
  assert.equal(reasonWith({ latency: { requests: 300, error_rate: 0.0033 } }), undefined);
  assert.equal(reasonWith({ latency: { verdict: 'error_rate_breach', error_rate: 0.0033 } }), 'error_rate_breach');
});

test('a review passes, a rejection does not', () => {
  assert.equal(reasonWith({ quality: { verdict: 'review', quality_drop: 0.049 } }), undefined);
  assert.equal(reasonWith({ quality: { verdict: 'reject', quality_drop: 0.051 } }), 'quality_breach');
});

test('what was not measured does not pass', () => {
  assert.equal(reasonWith({ latency: { requests: 0 } }), 'latency_unmeasured');
  assert.equal(reasonWith({ latency: { verdict: 'latency_unmeasured' } }), 'latency_unmeasured');
  assert.equal(reasonWith({ quality: { answers: 0 } }), 'quality_unmeasured');
  assert.equal(reasonWith({ quality: { verdict: 'unmeasured' } }), 'quality_unmeasured');
});

test("the measuring agent's own verdict on latency counts too", () => {
  assert.equal(reasonWith({ latency: { verdict: 'latency_breach' } }), 'latency_breach');
});

test('a breach says what was measured and what is allowed', () => {
  const latency = { ...healthy.latency, latency_p95_changed: 3.72, latency_degradation: 1.325 };
  const breach = breachOf({ ...healthy, latency }, migration);
  assert.match(breach?.message ?? '', /P95 of 3\.72 s.*1\.60 s.*132\.5 % slower; at most 5\.0 %/);
});
