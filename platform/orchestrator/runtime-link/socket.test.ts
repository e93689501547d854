import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { WebSocket } from 'ws';
import { signUp } from '../customers/customers.ts';
import type { Stores } from '../database/change.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { issueInstallCommand } from './installation.ts';
import { serveRuntime } from './socket.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('a runtime that is gone before its token was looked up leaves nothing behind', async () => {
  const { db } = database;
  const email = `${randomUUID()}@example.com`;
  const customerId = await signUp(db, { email, company_name: 'Acme', password: 'a long password', plan: 'pro' });
  const actor = { type: 'customer', id: customerId } as const;
  const { agent_token } = await issueInstallCommand(db, { customerId, publicUrl: 'http://127.0.0.1:1', actor });
  const wakeups = { publish: async () => undefined, listen: () => assert.fail('Somebody listens for a closed line') };
  await lookedAt({ db, wakeups }, { 'x-customer-id': customerId, authorization: `Bearer ${agent_token}` });
  await setImmediate();
});

/** Serves a line that is closed, until it is looked at whether it is. */
function lookedAt(stores: Stores, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve) => {
    const socket = Object.defineProperty(new EventEmitter(), 'readyState', {
      get: () => {
        resolve();
        return WebSocket.CLOSED;
      },
    });
    const request = { headers, log: { warn: (_: object, message: string) => assert.fail(message) } };
    // No more of either is used.
    serveRuntime(stores)(socket as WebSocket, request as unknown as FastifyRequest);
  });
}
