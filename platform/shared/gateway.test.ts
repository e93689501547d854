import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { Gateway } from './gateway.ts';

/** A gateway that answers every path as prepared, and anything else with 404. */
const answers = new Map<string, { readonly status?: number; readonly body: string }>();
let server: Server;
let gateway: Gateway;

beforeEach(async () => {
  answers.clear();
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? '') ?? { status: 404, body: 'nothing here' };
    request.resume();
    response.writeHead(answer.status ?? 200).end(answer.body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  gateway = new Gateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fleets/f-1/`);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('answers are put in the order of the prompts, and missing ones left open', async () => {
  const choices = [
    { index: 2, text: 'third' },
    { index: 0, text: 'first' },
  ];
  answers.set('/fleets/f-1/replicas/r-1/v1/completions', { body: JSON.stringify({ choices }) });
  const request = { model: 'm', prompts: ['a', 'b', 'c'], maxTokens: 10 };
  assert.deepEqual(await gateway.complete('r-1', request), ['first', undefined, 'third']);
});

test('a refusal carries its status and what was said', async () => {
  answers.set('/fleets/f-1/replicas/r-1/metrics', { status: 503, body: 'r-1 is loading' });
  await assert.rejects(gateway.replicaMetrics('r-1', ['up']), {
    name: 'GatewayError',
    status: 503,
    message: /r-1 is loading/,
  });
});

for (const [what, body] of [
  ['no JSON', '<html>'],
  ['JSON of another shape', '[{"name": "triage"}]'],
] as const) {
  test(`${what} is not taken for deployments`, async () => {
    answers.set('/fleets/f-1/deployments', { body });
    await assert.rejects(gateway.deployments(), { name: 'GatewayError', message: /a form that is not understood/ });
  });
}

test('a gateway that is not there has no status', async () => {
  server.closeAllConnections();
  server.close();
  await assert.rejects(gateway.deployments(), { name: 'GatewayError', status: undefined, message: /does not answer/ });
});

test('what Prometheus has seen is read as series, without what is not a number', async () => {
  const values = [
    [1_782_820_800, '1.6'],
    [1_782_824_400, 'NaN'],
  ];
  const data = { resultType: 'matrix', result: [{ metric: { deployment: 'triage' }, values }] };
  const [start, end] = [new Date('2026-06-30T12:00:00Z'), new Date('2026-06-30T13:00:00Z')];
  const path = '/fleets/f-1/prometheus/api/v1/query_range?query=up%7B%7D&start=1782820800&end=1782824400&step=3600';
  answers.set(path, { body: JSON.stringify({ status: 'success', data }) });
  const points = [{ at: start, value: 1.6 }];
  assert.deepEqual(await gateway.queryRange({ query: 'up{}', start, end, stepSeconds: 3600 }), [
    { labels: { deployment: 'triage' }, points },
  ]);
});
