import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createLogger } from '../../shared/logger.ts';
import { TaskRouter } from '../agents/router.ts';
import { Cipher } from '../auth/cipher.ts';
import { inChange } from '../database/change.ts';
import { eventsAfter } from '../events/events.ts';
import { keepInventory } from '../runtime-link/inventory.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { type Script, type ScriptedAgents, startAgents } from '../testing/scripted-agents.ts';
import { customerContext } from './context.ts';
import { recordLatency, recordSpend, recordUse } from './history.ts';

const isLast = { isLast: false };
let database: TestDatabase;
let agents: ScriptedAgents;

const script: Script = {
  measure_spend: () => ({ monthly_cost: 120_000, running: [], reservations: [] }),
  measure_use: () => ({ instances: [{ instance_id: 'i-1', hours: 24 }] }),
  measure_latency: () => ({ deployments: [{ deployment: 'triage', latency_p95: 1.598 }] }),
};

before(async () => {
  database = await startDatabase();
  agents = await startAgents(database.stores, script);
});

after(async () => {
  await agents.stop();
  await database.stop();
});

test('a month of cost and a day of the rest are asked for, and the customer is told of each', async () => {
  const customerId = await customer();
  await recordSpend(dependencies())({ customerId }, isLast);
  await recordUse(dependencies())({ customerId, provider: 'gcp' }, isLast);
  await recordLatency(dependencies())({ customerId }, isLast);
  assert.deepEqual(
    agents.received.map(({ task_type, parameters }) => [task_type, parameters]),
    [
      ['measure_spend', { history_days: 30 }],
      ['measure_use', { cloud_provider: 'gcp', history_hours: 24 }],
      ['measure_latency', { history_hours: 24 }],
    ],
  );
  const told = await eventsAfter(database.db, customerId, { after: 0, limit: 10 });
  assert.deepEqual(
    told.map(({ type, message, data }) => [type, message, data.metric_type]),
    [
      ['metrics.updated', 'Your machines cost $120,000 a month.', 'monthly_cost'],
      [
        'metrics.updated',
        'How much the GPUs of your machines at Google Cloud worked in the last 24 hours is known.',
        'gpu_utilisation',
      ],
      ['metrics.updated', 'The P95 of the last 24 hours is known; at present: triage 1.60 s.', 'latency_p95'],
    ],
  );
});

test('without an agent in the pool of its own nothing waits: the queue tries again later', async () => {
  const customerId = await customer('own');
  const begun = performance.now();
  await assert.rejects(recordUse(dependencies())({ customerId, provider: 'aws' }, isLast), { code: 'no_agent' });
  await assert.rejects(recordLatency(dependencies())({ customerId }, isLast), { code: 'no_agent' });
  assert.ok(performance.now() - begun < 2000);
});

test('of a customer who has left nothing is asked', async () => {
  const received = agents.received.length;
  const customerId = randomUUID();
  await recordSpend(dependencies())({ customerId }, isLast);
  await recordUse(dependencies())({ customerId, provider: 'aws' }, isLast);
  await recordLatency(dependencies())({ customerId }, isLast);
  assert.equal(agents.received.length, received);
});

test('the latency is asked for once, when the runtime tells of deployments for the first time', async () => {
  const customerId = await customer();
  const runtime = {
    customer_id: customerId,
    hostname: 'test',
    version: '1',
    connected_at: new Date(),
    deployments: '[]',
  };
  await database.db.insertInto('runtimes').values(runtime).execute();
  const triage = { name: 'triage', model: 'llama-3-70b', slo_p95_seconds: 4, replicas: [] };
  for (const deployments of [[], [triage], [triage], [triage, { ...triage, name: 'assist' }]]) {
    const inventory = { gatewayUrl: 'http://127.0.0.1:1', deployments };
    await inChange(database.stores, (change) => keepInventory(change, customerId, inventory));
  }
  const { rows } = await database.pool.query(
    "select count(*)::int as count from graphile_worker.jobs where task_identifier = 'record_latency'",
  );
  assert.equal(rows[0].count, 1);
});

function dependencies() {
  const { db, stores } = database;
  const cipher = new Cipher(randomBytes(32));
  const router = new TaskRouter({
    stores,
    contextOf: (customerId) => customerContext(db, cipher, customerId),
    agentKey: 'the agent key of the test',
    timeoutSeconds: 30,
    longTimeoutSeconds: 30,
    retries: 0,
    retrySeconds: 0.01,
    circuit: { failures: 3, pauseSeconds: 1 },
    logger: createLogger('test', 'silent'),
  });
  return { stores, router };
}

async function customer(agent_pool = 'default'): Promise<string> {
  const { id } = await database.db
    .insertInto('customers')
    .values({ email: `${randomUUID()}@acme.test`, company_name: 'Acme', plan: 'pro', password_hash: null, agent_pool })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
