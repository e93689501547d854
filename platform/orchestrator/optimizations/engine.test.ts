import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, test } from 'node:test';
import { TaskError } from '../agents/task-error.ts';
import { approve } from '../recommendations/decisions.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { prepareMigration, type TestMigration } from '../testing/migration.ts';
import type { Script } from '../testing/scripted-agents.ts';
import { healthyLatency } from '../testing/scripted-cloud.ts';

const customer = { type: 'customer', id: 'acme' } as const;
const original = { 'old-1': 1, 'old-2': 1, 'old-3': 1, 'old-4': 1 };
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('a migration goes stage by stage and ends what it replaced last', async () => {
  await withMigration({}, async (migration) => {
    const optimization = await run(migration);
    assert.equal(optimization.status, 'completed');
    assert.deepEqual(
      optimization.execution_steps.map(({ status }) => status),
      Array.from({ length: 8 }, () => 'completed'),
    );
    assert.deepEqual(optimization.result, {
      success: true,
      predicted_savings: 54_000,
      actual_savings: 52_800,
      monthly_cost_before: 120_000,
      monthly_cost_after: 67_200,
    });
    assert.deepEqual(weightsGiven(migration), [
      { 'new-1': 1, 'old-2': 1, 'old-3': 1, 'old-4': 1 },
      { 'new-1': 1, 'new-2': 1, 'old-3': 1, 'old-4': 1 },
      { 'new-1': 1, 'new-2': 1, 'new-3': 1, 'old-4': 1 },
    ]);
    assert.equal(changes(migration).at(-1), 'terminate_instances');
  });
});

test('a stage that is too slow is rolled back in reverse order, and the original state is measured', async () => {
  let windows = 0;
  const slowAtHalf: Script = {
    close_window: () => {
      windows += 1;
      return windows === 2 ? { ...healthyLatency, latency_degradation: 0.06 } : healthyLatency;
    },
  };
  await withMigration(slowAtHalf, async (migration) => {
    const optimization = await run(migration);
    assert.equal(optimization.status, 'rolled_back');
    assert.equal(optimization.result?.reason, 'latency_breach');
    assert.equal(optimization.result?.original_state_restored, true);
    assert.deepEqual(migration.fleet.traffic, original);
    assert.deepEqual([...migration.cloud.running], Object.keys(original));
    assert.deepEqual(await compensated(migration), ['scale_to_50_percent', 'deploy_canary', 'create_spot_instances']);
    assert.deepEqual(
      optimization.execution_steps.map(({ status }) => status),
      ['compensated', 'compensated', 'completed', 'compensated', 'failed', 'skipped', 'skipped', 'skipped'],
    );
  });
});

test('an interruption ends the window at once', async () => {
  await withMigration({}, async (migration) => {
    migration.cloud.interrupted.add('new-2');
    const optimization = await run(migration);
    assert.equal(optimization.result?.reason, 'spot_interrupted');
    assert.equal(optimization.status, 'rolled_back');
    assert.deepEqual(migration.fleet.traffic, original);
  });
});

test('without spot capacity nothing is done, and the recommendation is withdrawn', async () => {
  const full: Script = {
    create_spot_instances: () => {
      throw new TaskError('no_spot_capacity', 'The pool is empty', { retryable: false });
    },
  };
  await withMigration(full, async (migration) => {
    const optimization = await run(migration);
    assert.equal(optimization.status, 'failed');
    assert.equal(optimization.result?.reason, 'no_spot_capacity');
    const { status } = await database.db
      .selectFrom('recommendations')
      .select('status')
      .where('id', '=', migration.recommendationId)
      .executeTakeFirstOrThrow();
    assert.equal(status, 'withdrawn');
    assert.deepEqual(migration.fleet.carriedOut, []);
  });
});

test('machines that were created although the answer was lost are ended, and that is no failure that changed nothing', async () => {
  await withMigration({}, async (migration) => {
    const { running } = migration.cloud;
    migration.agents.lose('create_spot_instances');
    const { status, result } = await run(migration);
    assert.deepEqual([status, result?.original_state_restored], ['rolled_back', true]);
    assert.deepEqual([...running], Object.keys(original));
  });
});

test('a broken error budget is admitted', async () => {
  const broken: Script = {
    close_window: () => ({ ...healthyLatency, verdict: 'error_rate_breach', error_rate: 0.02 }),
    measure_error_budget: () => ({ allowed: 0.001, measured: 0.0012, kept: false }),
  };
  await withMigration(broken, async (migration) => {
    const { result } = await run(migration);
    assert.match(result?.error ?? '', /error budget is broken: 0\.120 %/);
    assert.ok((await migration.events()).some(({ type }) => type === 'error_budget.broken'));
  });
});

test('what one orchestrator began another finishes, doing nothing twice', async () => {
  const watching = new EventEmitter();
  const entered = once(watching, 'entered');
  const script: Script = {
    check_spot_interruptions: () => {
      watching.emit('entered');
      return { interrupted: [] };
    },
  };
  await withMigration(script, async (migration) => {
    const optimizationId = await approve(database.stores, migration.recommendationId, customer);
    const first = await migration.startWorker();
    await entered;
    await first.stop();
    const second = await migration.startWorker();
    const optimization = await migration.ended(optimizationId);
    await second.stop();
    assert.equal(optimization.status, 'completed');
    const creations = migration.agents.received.filter(({ task_type }) => task_type === 'create_spot_instances');
    assert.equal(new Set(creations.map(({ task_id }) => task_id)).size, 1);
    assert.equal(migration.fleet.carriedOut.filter(({ action }) => action === 'add_replicas').length, 1);
  });
});

test('two approvals at the same instant start one optimization', async () => {
  await withMigration({}, async (migration) => {
    const approvals = Array.from({ length: 4 }, () => approve(database.stores, migration.recommendationId, customer));
    const ids = await Promise.all(approvals);
    assert.equal(new Set(ids).size, 1);
    const worker = await migration.startWorker();
    await migration.ended(ids[0] ?? '');
    await worker.stop();
  });
});

async function withMigration(script: Script, work: (migration: TestMigration) => Promise<void>): Promise<void> {
  const migration = await prepareMigration(database, { script });
  try {
    await work(migration);
  } finally {
    await migration.stop();
  }
}

async function run(migration: TestMigration) {
  const optimizationId = await approve(database.stores, migration.recommendationId, customer);
  const worker = await migration.startWorker();
  try {
    return await migration.ended(optimizationId);
  } finally {
    await worker.stop();
  }
}

/** The weights above 0 that the runtime was told, by machine. */
function weightsGiven({ fleet }: TestMigration) {
  return fleet.carriedOut
    .filter(({ action }) => action === 'set_weights')
    .map(({ weights = {} }) =>
      Object.fromEntries(
        Object.entries(weights)
          .filter(([, weight]) => weight > 0)
          .map(([replica, weight]) => [replica.replace('r-', ''), weight]),
      ),
    );
}

/** The tasks that change machines, in order. */
function changes({ agents }: TestMigration): readonly string[] {
  return agents.received
    .map(({ task_type }) => task_type)
    .filter((type) =>
      ['create_spot_instances', 'terminate_instances', 'close_window', 'validate_quality'].includes(type),
    );
}

async function compensated(migration: TestMigration): Promise<readonly (string | undefined)[]> {
  const events = await migration.events();
  return events.filter(({ type }) => type === 'optimization.step_compensated').map(({ data }) => data.step);
}
