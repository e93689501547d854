import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createLogger } from '../../shared/logger.ts';
import { TaskRouter } from '../agents/router.ts';
import { TaskError } from '../agents/task-error.ts';
import { signUp } from '../customers/customers.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { type ScriptedAgents, startAgents } from '../testing/scripted-agents.ts';
import type { AnalysisType } from './analysis-types.ts';
import { requestAnalyses } from './request.ts';
import { runTask } from './run-task.ts';
import { cancelTask, describeTask, findTask } from './tasks.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('a task without an agent waits, and stays the same task when an agent registers', async () => {
  const { request, run, described } = await situation();
  const taskId = await request('cost_optimization');
  await run(taskId);
  assert.deepEqual(await waiting(described, taskId), ['queued', true, 0]);
  let meanwhile: unknown;
  const agents = await startAgents(database.stores, {
    analyze_cost: async () => {
      meanwhile = await waiting(described, taskId);
      return nothing;
    },
  });
  // As its own next look finds the agent, not the agent's registration.
  await database.db.updateTable('tasks').set({ waits_for_agent: true }).where('id', '=', taskId).execute();
  await run(taskId);
  assert.deepEqual(meanwhile, ['running', false, 1]);
  assert.deepEqual(await waiting(described, taskId), ['completed', false, 1]);
  await agents.stop();
});

test('only the job of the last visit touches a task, so that a job too many does nothing', async () => {
  const agents = await withAgents();
  const { request, run, described } = await situation();
  const taskId = await request('cost_optimization');
  await run(taskId, 7);
  assert.equal((await described(taskId)).status, 'queued');
  await run(taskId);
  await run(taskId, 0);
  assert.equal(agents.received.filter(({ task_id }) => task_id === taskId).length, 1);
  await agents.stop();
});

test('an attempt of an orchestrator that is gone is noted as lost, and the same job does the task again', async () => {
  const agents = await withAgents();
  const { request, run, described } = await situation();
  const taskId = await request('cost_optimization');
  const { db } = database;
  await db.updateTable('tasks').set({ status: 'running', attempts: 1 }).where('id', '=', taskId).execute();
  await db.insertInto('task_attempts').values({ task_id: taskId, number: 1 }).execute();
  await run(taskId);
  const { attempts, status } = await described(taskId);
  assert.deepEqual([status, ...attempts.map(({ outcome }) => outcome)], ['completed', 'lost', 'completed']);
  await agents.stop();
});

test('what is cancelled is not begun, and cannot be cancelled once it has ended', async () => {
  const agents = await withAgents();
  const { request, run, customerId } = await situation();
  const actor = { type: 'customer', id: customerId } as const;
  const { stores, db } = database;
  const cancelled = await request('cost_optimization');
  await cancelTask(stores, await findTask(db, cancelled), actor);
  await run(cancelled, 0);
  assert.deepEqual(agents.received, []);
  const done = await request('cost_optimization');
  await run(done);
  await assert.rejects(cancelTask(stores, await findTask(db, done), actor), /has ended already: it is completed/);
  await agents.stop();
});

test('a failure that is no use trying again ends the task with its reason', async () => {
  const agents = await startAgents(database.stores, {
    analyze_cost: () => {
      throw new TaskError('access_denied', 'The role is closed', { retryable: false });
    },
  });
  const { request, run, described } = await situation();
  const taskId = await request('cost_optimization');
  await run(taskId);
  const { status, error } = await described(taskId);
  assert.deepEqual([status, error], ['failed', 'The role is closed']);
  await agents.stop();
});

test('a fault that nobody foresaw is tried again, and ends the task with the last try', async (context) => {
  const { request, run, described, router } = await situation();
  context.mock.method(router, 'dispatch', () => Promise.reject(new Error('a fault')));
  const taskId = await request('cost_optimization');
  await assert.rejects(run(taskId), /a fault/);
  assert.equal((await described(taskId)).status, 'running');
  await assert.rejects(run(taskId, undefined, true), /a fault/);
  const { status, error } = await described(taskId);
  assert.deepEqual([status, error], ['failed', 'It failed again and again on our side']);
});

async function waiting(described: (id: string) => ReturnType<typeof describeTask>, taskId: string) {
  const { status, waits_for_agent, attempts } = await described(taskId);
  return [status, waits_for_agent, attempts.length];
}

async function withAgents(): Promise<ScriptedAgents> {
  return startAgents(database.stores, { analyze_cost: () => nothing });
}

const nothing = { findings: [], recommendations: [], monthly_cost: 1 };

/** A customer of the common pool, in which each test begins without agents. */
async function situation() {
  const { db, stores } = database;
  const email = `${randomUUID()}@example.com`;
  const customerId = await signUp(db, { email, company_name: 'Acme', password: 'a long password', plan: 'pro' });
  const router = new TaskRouter({
    stores,
    contextOf: async () => ({ customer_id: customerId, clouds: [] }),
    agentKey: 'the agent key of the test',
    timeoutSeconds: 5,
    longTimeoutSeconds: 5,
    retries: 1,
    retrySeconds: 0.01,
    circuit: { failures: 3, pauseSeconds: 1 },
    logger: createLogger('test', 'silent'),
  });
  const job = runTask({ stores, router, recheckSeconds: 60, retries: 1 });
  const actor = { type: 'customer', id: customerId } as const;
  return {
    customerId,
    router,
    request: async (analysis_type: AnalysisType) => {
      const asked = { customerId, wishes: [{ analysis_type }], isSequential: false, timeoutSeconds: undefined, actor };
      return (await requestAnalyses(db, asked))[0]?.task_id ?? '';
    },
    run: async (taskId: string, visit?: number, isLast = false) => {
      await job({ taskId, visit: visit ?? (await findTask(db, taskId)).visit }, { isLast });
    },
    described: async (taskId: string) => describeTask(db, await findTask(db, taskId)),
  };
}
