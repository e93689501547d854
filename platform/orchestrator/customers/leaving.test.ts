import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Attempts } from '../agents/attempts.ts';
import { registerAgent } from '../agents/registry.ts';
import { channels } from '../stores/wakeups.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { signUp } from './customers.ts';
import { Leaving } from './leaving.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('whoever works for a customer who leaves is woken, and no agent is given the work again', async () => {
  const { db, stores } = database;
  const email = `${randomUUID()}@example.com`;
  const customerId = await signUp(db, { email, company_name: 'Acme', password: 'a long password', plan: 'pro' });
  const taskId = randomUUID();
  const task = { id: taskId, customer_id: customerId, task_type: 'analyze_cost', agent_type: 'cost' as const };
  await db
    .insertInto('tasks')
    .values({ ...task, status: 'running' })
    .execute();
  const agent = { agent_type: 'cost', version: '1', hostname: 'a', pool: 'default', endpoint: 'http://127.0.0.1:1' };
  await registerAgent(stores, { ...agent, agent_type: 'cost', capabilities: ['a'] });
  let isWoken = false;
  stores.wakeups.listen(channels.task(taskId), () => {
    isWoken = true;
  });
  const forgotten: string[] = [];
  const forgetful = { removeCustomer: async (id: string) => void forgotten.push(id) };
  const sessions = { closeAll: async () => undefined };
  const leaving = new Leaving({ stores, sessions, metrics: forgetful, outcomes: forgetful, taskSeconds: 60 });
  await leaving.remove(customerId, { type: 'operator', id: 'olive' });
  assert.deepEqual([isWoken, forgotten], [true, [customerId, customerId]]);
  const attempts = new Attempts(db, { failures: 3, pauseSeconds: 1 });
  const search = { taskId, agentType: 'cost', customerId, tried: new Set<string>() } as const;
  await assert.rejects(attempts.begin(search), { code: 'customer_left' });
});
