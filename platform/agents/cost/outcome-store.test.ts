import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import pino from 'pino';
import { OutcomeStore } from './outcome-store.ts';
import { recallOf } from './tasks/analyze-cost.ts';

const acme = '8c7e3c1a-7c56-4a53-9a0b-6a4b0f1d2e3f';
const situation = {
  type: 'spot_migration',
  predicted_savings: 54_000,
  machines: 3,
  discount: 0.6,
  interruption_rate: 0.05,
};

let server: Server;
let exists: boolean;
let queries: unknown[];
let found: readonly object[];

before(async () => {
  server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    const result = request.url?.endsWith('/exists') ? { exists } : { points: found };
    if (request.method === 'POST') queries.push(await json(request));
    response.end(JSON.stringify({ result, status: 'ok', time: 0 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

after(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  exists = true;
  queries = [];
  found = [];
});

test("asks for at most ten outcomes of this customer's optimizations of the type, within the distance", async () => {
  await store().similar(acme, situation);
  const [query] = queries as [Record<string, unknown>];
  assert.deepEqual(query.filter, {
    must: [
      { key: 'customer_id', match: { value: acme } },
      { key: 'type', match: { value: 'spot_migration' } },
    ],
  });
  assert.equal(query.limit, 10);
  assert.equal(query.score_threshold, 0.2);
});

test('the nearer an outcome, the more alike', async () => {
  found = [point({ score: 0, success: false }), point({ score: 0.1, success: true })];
  assert.deepEqual(await store().similar(acme, situation), [
    { success: false, likeness: 1 },
    { success: true, likeness: 0.5 },
  ]);
});

test('before anything is remembered there are no precedents', async () => {
  exists = false;
  assert.deepEqual(await store().similar(acme, situation), []);
  assert.deepEqual(queries, []);
});

test('a memory out of reach counts as none, and is logged', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const nobody = new OutcomeStore(await addressOfNobody());
  const recall = recallOf(nobody, {
    customer: { customer_id: acme, clouds: [] },
    logger,
    signal: new AbortController().signal,
  });
  assert.deepEqual(await recall(situation), []);
  assert.match(lines.join(), /no memory of similar outcomes/);
});

function store(): OutcomeStore {
  return new OutcomeStore(addressOf(server));
}

function addressOf(listening: Server): string {
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** Where a server listened a moment ago. */
async function addressOfNobody(): Promise<string> {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const address = addressOf(gone);
  gone.close();
  await once(gone, 'close');
  return address;
}

function point({ score, success }: { readonly score: number; readonly success: boolean }): object {
  return { id: '3f0f4f0e-1111-4a86-9f3f-3a0d6f7f1c11', version: 0, score, payload: { success } };
}
