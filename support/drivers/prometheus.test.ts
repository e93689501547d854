import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { difference, histogram, merge, parseSamples, quantile, total } from './prometheus';

const text = (counts: readonly number[]) =>
  [
    '# TYPE latency histogram',
    ...['0.5', '1', '2', '+Inf'].map((le, index) => `latency_bucket{le="${le}"} ${counts[index]} 1700000000000`),
  ].join('\n');
const read = (...counts: number[]) => histogram(parseSamples(text(counts), 'latency'), 'latency');

describe('Prometheus text', () => {
  it('reads labels and values, with and without time stamps', () => {
    const samples = parseSamples('requests{code="200",path="/a\\"b"} 3 17\nup 1\n', 'requests');
    assert.deepEqual(samples.get('requests'), [{ labels: { code: '200', path: '/a\\"b' }, value: 3 }]);
    assert.equal(samples.has('up'), false);
    assert.equal(parseSamples('up 1\n', 'up').get('up')?.[0]?.value, 1);
  });
  it('never takes an absent histogram for an empty one', () => {
    assert.throws(() => histogram(parseSamples('up 1', 'latency'), 'latency'), /no histogram "latency"/);
  });
});

describe('quantile', () => {
  it('interpolates inside the bucket', () => {
    assert.equal(quantile(read(0, 50, 100, 100), 0.75), 1.5);
    assert.equal(quantile(read(100, 100, 100, 100), 0.5), 0.25);
  });
  it('answers the last finite edge when the rank lies beyond it', () =>
    assert.equal(quantile(read(0, 0, 10, 100), 0.95), 2));
  it('refuses an empty window', () => assert.throws(() => quantile(read(0, 0, 0, 0), 0.95), /Nothing was counted/));
  it('works on what came between two readings, and on several replicas together', () => {
    const window = difference(read(10, 60, 110, 110), read(10, 10, 10, 10));
    assert.deepEqual([total(window), quantile(window, 0.75)], [100, 1.5]);
    assert.equal(total(merge([read(1, 2, 3, 4), read(1, 2, 3, 4)])), 8);
  });
});
