import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { createLogger } from '../../shared/logger.ts';
import { Registration } from './registration.ts';

const agentId = 'c3b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11';

/** An orchestrator that answers as told and emits `request` with what it was asked. */
const asked = new EventEmitter<{ request: [string, unknown] }>();
const statuses = new Map<string, number>();
let server: Server;
let registration: Registration;

beforeEach(async () => {
  statuses.clear();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = `${request.method} ${request.url}`;
      const status = request.headers['x-agent-key'] === 'key' ? (statuses.get(call) ?? 200) : 401;
      response.writeHead(status).end(
        JSON.stringify({
          registered: true,
          agent_id: agentId,
          heartbeat_interval_seconds: 0.001,
          next_interval_seconds: 0.001,
        }),
      );
      const body = Buffer.concat(chunks).toString();
      asked.emit('request', call, body === '' ? undefined : JSON.parse(body));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  registration = new Registration({
    orchestratorUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    agentKey: 'key',
    agent: {
      agent_type: 'cost',
      version: '0.1.0',
      capabilities: ['measure_spend'],
      hostname: 'cost-1',
      endpoint: 'http://127.0.0.1:9001',
      pool: 'default',
    },
    heartbeat: () => ({ status: 'active', current_tasks: 2, load: 0.1 }),
    logger: createLogger('test', 'fatal'),
  });
});

afterEach(async () => {
  await registration.end();
  server.closeAllConnections();
  server.close();
});

test('it registers, then sends heartbeats', async () => {
  registration.begin();
  assert.equal((await next())[0], 'POST /orchestrator/agents/register');
  assert.deepEqual(await next(), [
    `POST /orchestrator/agents/${agentId}/heartbeat`,
    { status: 'active', current_tasks: 2, load: 0.1 },
  ]);
});

test('an orchestrator that refuses at first is tried again', async () => {
  statuses.set('POST /orchestrator/agents/register', 503);
  registration.begin();
  await next();
  statuses.clear();
  assert.equal((await next())[0], 'POST /orchestrator/agents/register');
  assert.match((await next())[0], /heartbeat$/);
});

test('forgotten by the orchestrator, it registers again', async () => {
  statuses.set(`POST /orchestrator/agents/${agentId}/heartbeat`, 404);
  registration.begin();
  await next();
  assert.match((await next())[0], /heartbeat$/);
  assert.equal((await next())[0], 'POST /orchestrator/agents/register');
});

test('it takes its leave', async () => {
  registration.begin();
  await next();
  await next();
  const farewell = until(`DELETE /orchestrator/agents/${agentId}`);
  await registration.end();
  await farewell;
});

async function next(): Promise<[string, unknown]> {
  const [call, body] = await once(asked, 'request');
  return [call, body];
}

async function until(call: string): Promise<void> {
  while ((await next())[0] !== call);
}
