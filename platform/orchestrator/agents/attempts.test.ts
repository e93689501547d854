import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { signUp } from '../customers/customers.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { type Attempt, Attempts } from './attempts.ts';
import { listAgents, registerAgent } from './registry.ts';
import { TaskError } from './task-error.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

const broken = new TaskError('unreachable', 'It broke off', { retryable: true });
const PAUSE_SECONDS = 0.2;

test('choices at the same moment do not all fall on the same agent', async () => {
  const { begin } = await pool(['a', 'b', 'c']);
  const attempts = await Promise.all(Array.from({ length: 9 }, () => begin()));
  const counts = ['a', 'b', 'c'].map((host) => attempts.filter((one) => one?.agent.hostname === host).length);
  assert.deepEqual(counts, [3, 3, 3]);
});

test('an agent that has failed at a task is the last to be given it again', async () => {
  const { begin } = await pool(['a', 'b']);
  const first = await begin();
  const second = await begin({ tried: first });
  assert.notEqual(second?.agent.id, first?.agent.id);
});

test('the circuit opens after three failures, lets one task pass after the pause, and closes when that goes well', async () => {
  const { attempts, begin, circuit } = await pool(['a']);
  for (const expected of ['closed', 'closed', 'open']) {
    await attempts.end(some(await begin()), broken);
    assert.equal(await circuit(), expected);
  }
  assert.equal(await begin(), undefined);
  await delay(PAUSE_SECONDS * 1000 + 50);
  const trial = some(await begin());
  assert.equal(await circuit(), 'half_open');
  assert.equal(await begin(), undefined);
  await attempts.end(trial, undefined);
  assert.equal(await circuit(), 'closed');
  assert.ok(await begin());
});

test('a trial that fails opens the circuit at once; one that is cancelled leaves it to the next', async () => {
  const { attempts, begin, circuit } = await pool(['a']);
  for (let failure = 0; failure < 3; failure += 1) await attempts.end(some(await begin()), broken);
  await delay(PAUSE_SECONDS * 1000 + 50);
  await attempts.end(some(await begin()), new Error('cancelled'));
  const trial = some(await begin());
  await attempts.end(trial, broken);
  assert.equal(await circuit(), 'open');
});

test('a trial of which nothing is heard any more is followed by another one after the pause', async () => {
  const { attempts, begin, circuit } = await pool(['a']);
  for (let failure = 0; failure < 3; failure += 1) await attempts.end(some(await begin()), broken);
  await delay(PAUSE_SECONDS * 1000 + 50);
  some(await begin());
  assert.equal(await begin(), undefined);
  await delay(PAUSE_SECONDS * 1000 + 50);
  await attempts.end(some(await begin()), undefined);
  assert.equal(await circuit(), 'closed');
});

test('whoever says in an understood form that it failed is not broken', async () => {
  const { attempts, begin, circuit } = await pool(['a']);
  const failed = new TaskError('no_price', 'There is no price', { retryable: true });
  for (let failure = 0; failure < 4; failure += 1) await attempts.end(some(await begin()), failed);
  assert.equal(await circuit(), 'closed');
});

function some(attempt: Attempt | undefined): Attempt {
  if (attempt === undefined) throw new Error('There was no agent');
  return attempt;
}

/** A customer with agents of its own, one on each of the hosts. */
async function pool(hosts: readonly string[]) {
  const { db, stores } = database;
  const name = randomUUID();
  const email = `${name}@example.com`;
  const customerId = await signUp(db, { email, company_name: 'Acme', password: 'a long password', plan: 'pro' });
  await db.updateTable('customers').set({ agent_pool: name }).where('id', '=', customerId).execute();
  const agent = { agent_type: 'cost', version: '1', capabilities: ['a'], endpoint: 'http://127.0.0.1:1' } as const;
  for (const hostname of hosts) {
    await registerAgent(stores, { ...agent, capabilities: ['a'], hostname, pool: name });
  }
  const attempts = new Attempts(db, { failures: 3, pauseSeconds: PAUSE_SECONDS });
  const begin = async ({ tried }: { readonly tried?: Attempt | undefined } = {}) => {
    const taskId = randomUUID();
    await db
      .insertInto('tasks')
      .values({ id: taskId, customer_id: customerId, task_type: 'analyze_cost', agent_type: 'cost', status: 'running' })
      .execute();
    return attempts.begin({ taskId, agentType: 'cost', customerId, tried: new Set(tried ? [tried.agent.id] : []) });
  };
  return { attempts, begin, circuit: async () => (await listAgents(db, name))[0]?.circuit };
}
