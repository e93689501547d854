import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Histogram, histogramOf, histogramSince, mergeHistograms, quantile } from './histogram.ts';
import { parsePrometheus } from './prometheus.ts';

const edges = [1, 2, 4];
const histogram = (cumulative: readonly number[], count: number): Histogram => ({ edges, cumulative, count });

test('a quantile is interpolated within its bucket', () => {
  assert.equal(quantile(histogram([50, 90, 100], 100), 0.5), 1);
  assert.equal(quantile(histogram([50, 90, 100], 100), 0.95), 3);
  assert.equal(quantile(histogram([50, 90, 100], 100), 0.25), 0.5);
  assert.equal(quantile(histogram([0, 0, 10], 10), 0.5), 3);
});

test('above the last edge a quantile is that edge, without observations there is none', () => {
  assert.equal(quantile(histogram([10, 20, 30], 100), 0.95), 4);
  assert.equal(quantile(histogram([0, 0, 0], 0), 0.95), undefined);
});

test('a bucket that seems to shrink between two readings is taken as empty', () => {
  assert.equal(quantile(histogram([5, 4, 10], 10), 0.75), 2 + (2 * 2.5) / 5);
});

test('the observations of a window are the difference of two readings', () => {
  assert.deepEqual(
    histogramSince(histogram([10, 20, 30], 31), histogram([15, 30, 40], 43)),
    histogram([5, 10, 10], 12),
  );
});

test('after a restart of the engine the window is what was counted since', () => {
  assert.deepEqual(histogramSince(histogram([10, 20, 30], 31), histogram([1, 2, 3], 3)), histogram([1, 2, 3], 3));
});

test('replicas are merged edge by edge, other edges are refused', () => {
  assert.deepEqual(mergeHistograms([histogram([1, 2, 3], 4), histogram([2, 2, 2], 2)]), histogram([3, 4, 5], 6));
  assert.throws(
    () => mergeHistograms([histogram([1, 2, 3], 4), { edges: [1], cumulative: [1], count: 1 }]),
    RangeError,
  );
});

test('a histogram is read from a scrape, all its series together', () => {
  const scrape = parsePrometheus(`
    t_bucket{model="a",le="2.0"} 3
    t_bucket{model="a",le="1.0"} 1
    t_bucket{model="a",le="+Inf"} 4
    t_bucket{model="b",le="1.0"} 1
    t_bucket{model="b",le="2.0"} 1
    t_bucket{model="b",le="+Inf"} 1
    t_count{model="a"} 4`);
  assert.deepEqual(histogramOf(scrape, 't'), { edges: [1, 2], cumulative: [2, 4], count: 5 });
  assert.equal(histogramOf(scrape, 'u'), undefined);
});
