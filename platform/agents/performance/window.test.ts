import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from './reading.ts';
import { compareWindow, type Objective } from './window.ts';

test('a change that is 4.9 % slower passes, one that is 5.1 % slower does not', () => {
  assert.equal(verdict({ slowness: 1.049 }), 'pass');
  assert.equal(verdict({ slowness: 1.051 }), 'latency_breach');
});

test('a faster change passes', () => {
  const result = compare({ slowness: 0.5 });
  assert.equal(result.verdict, 'pass');
  assert.equal(result.latency_degradation.toFixed(3), '-0.500');
});

test('failures beyond chance are a breach', () => {
  assert.equal(verdict({ failed: 1 }), 'pass');
  assert.equal(verdict({ failed: 10 }), 'error_rate_breach');
  assert.equal(compare({ failed: 10 }).error_rate, 0.01);
});

test('without requests on every changed replica nothing is measured', () => {
  assert.equal(verdict({ requests: 0 }), 'latency_unmeasured');
  assert.equal(compare({ changed: ['r-9'] }).verdict, 'latency_unmeasured');
  assert.equal(compare({ changed: ['r-1', 'r-9'] }).verdict, 'latency_unmeasured');
});

test('without unchanged replicas the P95 from before is compared with, and without that nothing is measured', () => {
  assert.equal(compare({ unchanged: [], latencyP95Before: 1 }).verdict, 'pass');
  assert.equal(compare({ unchanged: [], latencyP95Before: 0.9 }).verdict, 'latency_breach');
  assert.equal(compare({ unchanged: [] }).verdict, 'latency_unmeasured');
});

test('besides the comparison an objective must be kept', () => {
  const objective = (p95: number) => ({ p95, judges: 'besides' }) as const;
  assert.equal(verdict({ objective: objective(1.01) }), 'pass');
  assert.equal(verdict({ objective: objective(0.99) }), 'slo_breach');
  assert.equal(verdict({ slowness: 1.06, objective: objective(2) }), 'latency_breach');
});

test('an objective that judges alone lets latency grow up to it', () => {
  const objective = { p95: 7, judges: 'alone' } as const;
  assert.equal(verdict({ slowness: 5.77, objective }), 'pass');
  assert.equal(verdict({ slowness: 7.01, objective }), 'slo_breach');
  assert.equal(verdict({ unchanged: [], objective }), 'pass');
  assert.equal(verdict({ slowness: 5.77, failed: 10, objective }), 'error_rate_breach');
  assert.equal(verdict({ requests: 0, objective }), 'latency_unmeasured');
});

test('only what happened within the window counts', () => {
  const slowBefore = reading({ p95: 30, requests: 5000 });
  const window = {
    before: { replicas: { 'r-1': slowBefore } },
    after: { replicas: { 'r-1': plus(slowBefore, reading({ p95: 1, requests: 1000 })), 'r-2': reading({ p95: 1 }) } },
  };
  const result = compareWindow(window, { changed: ['r-1'], unchanged: ['r-2'], latencyP95Before: undefined });
  assert.equal(result.requests, 1000);
  assert.equal(result.latency_p95_changed.toFixed(3), '1.000');
});

interface Given {
  readonly slowness?: number;
  readonly failed?: number;
  readonly requests?: number;
  readonly changed?: readonly string[];
  readonly unchanged?: readonly string[];
  readonly latencyP95Before?: number;
  readonly objective?: Objective;
}

function verdict(given: Given): string {
  return compare(given).verdict;
}

function compare({
  slowness = 1,
  failed = 0,
  requests = 1000,
  changed = ['r-1'],
  unchanged = ['r-2'],
  ...given
}: Given) {
  const window = {
    before: { replicas: { 'r-1': reading({ requests: 0 }), 'r-2': reading({ requests: 0 }) } },
    after: { replicas: { 'r-1': reading({ p95: slowness, failed, requests }), 'r-2': reading({}) } },
  };
  return compareWindow(window, {
    changed,
    unchanged,
    latencyP95Before: given.latencyP95Before,
    objective: given.objective,
  });
}

/** Edges a millisecond apart; 95 of 100 requests at or below it. */
function reading({ p95 = 1, requests = 1000, failed = 0 }): Reading {
  const edges = Array.from({ length: 40_000 }, (_, k) => (k + 1) / 1000);
  const cumulative = edges.map((edge) => (edge < p95 - 1e-9 ? 0 : requests * 0.95));
  return { latency: { edges, cumulative, count: requests }, requests, failed };
}

function plus(a: Reading, b: Reading): Reading {
  return {
    latency: {
      edges: a.latency.edges,
      cumulative: a.latency.cumulative.map((below, k) => below + (b.latency.cumulative[k] ?? 0)),
      count: a.latency.count + b.latency.count,
    },
    requests: a.requests + b.requests,
    failed: a.failed + b.failed,
  };
}
