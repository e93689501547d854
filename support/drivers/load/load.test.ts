import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Contract } from '../contract';
import { Journal } from '../journal';
import { LoadDriver } from './load';

const answers: Readonly<Record<string, { readonly status: number; readonly body: object }>> = {
  '/health': { status: 200, body: { status: 'ok', service: 'orchestrator' } },
  '/customers': { status: 429, body: { title: 'Too many requests', status: 429, detail: 'Wait.' } },
  '/orchestrator/agents': { status: 200, body: [{ extra: true }] },
};

describe('A load', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
    const { status, body } = answers[request.url ?? ''] ?? { status: 500, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  let load: LoadDriver;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    load = new LoadDriver({ url, contract: new Contract('openapi.yaml'), journal: new Journal() });
  });
  after(() => server.close());

  it('tells how long answers took, who was turned away, and what breaks the contract', async () => {
    const bearer = (name: string) => ({ path: '/health', headers: { authorization: name } });
    const [health, refused, broken] = await load.run(
      [
        { operationId: 'getHealth', requests: [bearer('one'), bearer('other')] },
        { operationId: 'listCustomers', requests: [{ path: '/customers', headers: {} }] },
        { operationId: 'listAgents', requests: [{ path: '/orchestrator/agents', headers: {} }] },
      ],
      { times: 12, atOnce: 2 },
    );
    assert.ok(health && refused && broken);
    assert.equal(health.milliseconds.length, 12);
    assert.ok(health.milliseconds.every((took) => took > 0));
    assert.deepEqual(health.faults, []);
    assert.equal(health.checked, 2);
    assert.ok(['/health one', '/health other'].every((request) => asked.includes(request)));
    assert.equal(refused.faults.length, 12);
    assert.match(refused.faults[0] ?? '', /^answered 429: .*Wait/);
    assert.match(broken.faults[0] ?? '', /breaks the contract.*"extra"/);
  });
});
