import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePrometheus, samplesOf } from './prometheus.ts';

const text = `# TYPE gateway_requests_total counter
gateway_requests_total{deployment="triage",replica="r-1",code="200"} 1234 1767225600123
gateway_requests_total{deployment="triage",replica="r-1",code="503"} 2 1767225600123

up 1
odd{text="a \\"quoted\\", {braced}\\nline"} +Inf
`;

test('a sample has its labels, its value and its own time stamp', () => {
  const [first] = parsePrometheus(text);
  assert.deepEqual(first, {
    name: 'gateway_requests_total',
    labels: { deployment: 'triage', replica: 'r-1', code: '200' },
    value: 1234,
    timestamp: 1_767_225_600_123,
  });
});

test('labels and time stamp may be missing, label values may hold anything', () => {
  const [, , up, odd] = parsePrometheus(text);
  assert.deepEqual(up, { name: 'up', labels: {}, value: 1, timestamp: undefined });
  assert.deepEqual(odd?.labels, { text: 'a "quoted", {braced}\nline' });
  assert.equal(odd?.value, Infinity);
});

test('samples are found by name and labels', () => {
  const scrape = parsePrometheus(text);
  assert.deepEqual(
    samplesOf(scrape, 'gateway_requests_total', { replica: 'r-1', code: '503' }).map(({ value }) => value),
    [2],
  );
  assert.equal(samplesOf(scrape, 'gateway_requests_total', { replica: 'r-2' }).length, 0);
});

for (const broken of ['up{job=a} 1', 'up', '{a="b"} 1', 'up{a="b" 1', 'up one']) {
  test(`the line ${broken} is refused by name`, () => {
    assert.throws(
      () => parsePrometheus(broken),
      (error) => error instanceof SyntaxError && error.message.startsWith(`"${broken}" is not a line`),
    );
  });
}
