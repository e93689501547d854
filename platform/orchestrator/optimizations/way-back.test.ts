import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, before, test } from 'node:test';
import { auditTrail } from '../audit/audit.ts';
import { approve } from '../recommendations/decisions.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { type Circumstances, prepareMigration, type TestMigration } from '../testing/migration.ts';
import { healthyLatency } from '../testing/scripted-cloud.ts';
import { engineArgs } from '../testing/scripted-fleet.ts';
import { cancelOptimization } from './cancel.ts';

const customer = { type: 'customer', id: 'acme' } as const;
const original = { 'old-1': 1, 'old-2': 1, 'old-3': 1, 'old-4': 1 };
/** Longer than any test waits. */
const ENDLESS = 3600;
const breach: Circumstances['script'] = {
  close_window: () => ({ ...healthyLatency, verdict: 'latency_breach', latency_degradation: 0.4 }),
};
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('cancelled before the first step nothing is done at all', async () => {
  await withMigration({}, async (migration) => {
    const id = await approve(database.stores, migration.recommendationId, customer);
    await cancelOptimization(database.stores, id, customer);
    const { status, result, execution_steps } = await finished(migration, id);
    assert.deepEqual([status, result?.reason], ['rolled_back', 'cancelled']);
    assert.ok(execution_steps.every((step) => step.status === 'skipped'));
    assert.deepEqual([migration.fleet.carriedOut.length, migration.cloud.running.size], [0, 4]);
  });
});

test('cancelled in the middle of a window everything is put back at once', async () => {
  const watching = new EventEmitter();
  const opened = once(watching, 'opened');
  const script: Circumstances['script'] = {
    open_window: () => {
      watching.emit('opened');
      return { snapshot: {} };
    },
  };
  await withMigration({ windowSeconds: ENDLESS, script }, async (migration) => {
    const id = await approve(database.stores, migration.recommendationId, customer);
    const worker = await migration.startWorker();
    await opened;
    await cancelOptimization(database.stores, id, customer);
    await cancelOptimization(database.stores, id, customer);
    const { status, result } = await migration.ended(id);
    await worker.stop();
    assert.deepEqual([status, result?.reason], ['rolled_back', 'cancelled']);
    assert.equal(result?.original_state_restored, true);
    assert.deepEqual(migration.fleet.traffic, original);
    assert.deepEqual([...migration.cloud.running], Object.keys(original));
    const trail = await auditTrail(database.db, migration.customerId);
    assert.equal(trail.filter(({ action }) => action === 'optimization.cancelled').length, 1);
  });
});

test('cancelled while engines restart they get their old arguments back, although the restart was never answered', async () => {
  const recommendation = {
    type: 'quantization' as const,
    deployment: 'triage',
    engine_args: JSON.stringify({ ...engineArgs, quantization: 'fp8' }),
  };
  await withMigration({ recommendation }, async (migration) => {
    migration.fleet.unanswered.add('restart_replicas');
    const id = await approve(database.stores, migration.recommendationId, customer);
    const restarted = once(migration.fleet.told, 'restart_replicas');
    const worker = await migration.startWorker();
    await restarted;
    migration.fleet.unanswered.clear();
    await cancelOptimization(database.stores, id, customer);
    const { status, result } = await migration.ended(id);
    await worker.stop();
    assert.deepEqual([status, result?.reason], ['rolled_back', 'cancelled']);
    assert.ok(migration.fleet.deployment.replicas.every(({ engine_args }) => engine_args.quantization === 'none'));
  });
});

test('cancelled while machines start they are ended when they have started', async () => {
  await withMigration({}, async (migration) => {
    const id = await approve(database.stores, migration.recommendationId, customer);
    await database.db
      .updateTable('optimization_steps')
      .set({ status: 'running' })
      .where('optimization_id', '=', id)
      .where('position', '=', 0)
      .execute();
    await cancelOptimization(database.stores, id, customer);
    const { status } = await finished(migration, id);
    assert.equal(status, 'rolled_back');
    const done = migration.agents.received.map(({ task_type }) => task_type);
    assert.ok(done.includes('create_spot_instances') && done.includes('terminate_instances'));
    assert.deepEqual([...migration.cloud.running], Object.keys(original));
  });
});

test('what has ended, or can no longer be undone, cannot be cancelled', async () => {
  await withMigration({}, async (migration) => {
    const id = await approve(database.stores, migration.recommendationId, customer);
    const setStep = (status: 'running' | 'pending') =>
      database.db
        .updateTable('optimization_steps')
        .set({ status })
        .where('optimization_id', '=', id)
        .where('name', '=', 'terminate_ondemand')
        .execute();
    await setStep('running');
    await assert.rejects(cancelOptimization(database.stores, id, customer), /terminate_ondemand has begun/);
    await setStep('pending');
    const { status } = await finished(migration, id);
    assert.equal(status, 'completed');
    await assert.rejects(cancelOptimization(database.stores, id, customer), /has ended: it is completed/);
  });
});

test('an undoing that fails is tried again', async () => {
  await withMigration({ script: breach }, async (migration) => {
    migration.fleet.failing.set('remove_replicas', 2);
    const { status, result } = await finished(migration);
    assert.deepEqual([status, result?.original_state_restored], ['rolled_back', true]);
    assert.equal(await failedUndoings(migration), 2);
  });
});

test('an undoing that keeps failing is told, never called rolled back, and does not keep the others from being done', async () => {
  await withMigration({ script: breach }, async (migration) => {
    migration.fleet.failing.set('remove_replicas', ENDLESS);
    const { status, result, execution_steps } = await finished(migration);
    assert.equal(status, 'needs_attention');
    assert.match(result?.error ?? '', /deploy canary did could not be undone.*remove_replicas was refused/);
    assert.equal(execution_steps[1]?.status, 'failed');
    assert.equal(execution_steps[0]?.status, 'compensated');
    assert.deepEqual([...migration.cloud.running], Object.keys(original));
    assert.equal(await failedUndoings(migration), 3);
    const told = await migration.events();
    assert.ok(told.some(({ type }) => type === 'optimization.needs_attention'));
    assert.ok(!told.some(({ type }) => type === 'optimization.rolled_back'));
  });
});

test('a new machine to which traffic still goes is not ended', async () => {
  let fleet: TestMigration['fleet'] | undefined;
  const script: Circumstances['script'] = {
    close_window: () => {
      fleet?.failing.set('set_weights', ENDLESS);
      return { ...healthyLatency, latency_degradation: 0.4 };
    },
  };
  await withMigration({ script }, async (migration) => {
    fleet = migration.fleet;
    const { status } = await finished(migration);
    assert.equal(status, 'needs_attention');
    assert.equal(migration.fleet.traffic['new-1'], 1);
    assert.ok(migration.cloud.running.has('new-1'));
  });
});

async function withMigration(
  circumstances: Circumstances,
  work: (migration: TestMigration) => Promise<void>,
): Promise<void> {
  const prepared = await prepareMigration(database, circumstances);
  try {
    await work(prepared);
  } finally {
    await prepared.stop();
  }
}

/** Approves, unless that is done, and lets a worker carry it to its end. */
async function finished(prepared: TestMigration, approved?: string) {
  const id = approved ?? (await approve(database.stores, prepared.recommendationId, customer));
  const worker = await prepared.startWorker();
  try {
    return await prepared.ended(id);
  } finally {
    await worker.stop();
  }
}

async function failedUndoings({ customerId }: TestMigration): Promise<number> {
  const trail = await auditTrail(database.db, customerId);
  return trail.filter(({ action }) => action === 'step.compensation_failed').length;
}
