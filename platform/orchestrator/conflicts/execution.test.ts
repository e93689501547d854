import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TaskError } from '../agents/task-error.ts';
import { approve } from '../recommendations/decisions.ts';
import { addTuning, withConflict } from '../testing/conflict.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { healthyLatency } from '../testing/scripted-cloud.ts';
import { advanceResolution } from './advance.ts';
import { executeResolution } from './execute.ts';
import { begunOptimizations, describeResolution, findResolution } from './resolutions.ts';
import { resolveConflict } from './resolve.ts';

const agreed = { agent_type: 'performance', approved: true, reason: 'enough head-room', facts: {} } as const;
const objection = { ...agreed, approved: false, reason: 'too slow' };
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('the second change begins when the first is completed, and every agent is told', async () => {
  await withConflict(database, { validate_recommendation: () => agreed }, async (conflict) => {
    const resolution = await conflict.carryOut();
    assert.equal(resolution.status, 'executed', resolution.problem ?? '');
    assert.deepEqual(await conflict.begun(), ['kv_cache_optimization completed', 'spot_migration completed']);
    assert.deepEqual(await conflict.told('resolution_executed'), [
      'application',
      'cost',
      'orchestrator',
      'performance',
      'resource',
    ]);
  });
});

test('what the performance agent objects to when asked again is not begun', async () => {
  const script = {
    validate_recommendation: (task: { parameters: object }) => ('after' in task.parameters ? agreed : objection),
  };
  await withConflict(database, script, async (conflict) => {
    const resolution = await conflict.carryOut();
    assert.equal(resolution.status, 'stopped');
    assert.match(resolution.problem ?? '', /asked again, objects to .*: too slow/);
    assert.deepEqual(await conflict.begun(), ['kv_cache_optimization completed']);
    assert.equal(await conflict.statusOf(conflict.movingId), 'withdrawn');
  });
});

test('what was to follow a change that was undone is not begun', async () => {
  const script = {
    validate_recommendation: () => agreed,
    close_window: () => ({ ...healthyLatency, verdict: 'latency_breach' as const }),
  };
  await withConflict(database, script, async (conflict) => {
    const resolution = await conflict.carryOut();
    assert.equal(resolution.status, 'stopped');
    assert.deepEqual(await conflict.begun(), ['kv_cache_optimization rolled_back']);
    assert.equal(await conflict.statusOf(conflict.movingId), 'withdrawn');
  });
});

test('what cannot be carried on is stopped with the last try, not left running', async (context) => {
  const busy = new TaskError('busy', 'not now', { retryable: true });
  const script = {
    validate_recommendation: (task: { parameters: object }) => {
      if ('after' in task.parameters) return agreed;
      throw busy;
    },
  };
  await withConflict(database, script, async (conflict) => {
    const { migration } = conflict;
    const { id } = await conflict.settle();
    await executeResolution(database.stores, id, conflict.customer);
    for (const begun of await begunOptimizations(database.db, id)) await migration.ended(begun);
    context.mock.method(migration.router, 'run', () => Promise.reject(new Error('a fault')));
    const advance = advanceResolution({ stores: database.stores, router: migration.router });
    await assert.rejects(advance({ resolutionId: id }, { isLast: false }), /a fault/);
    assert.equal((await findResolution(database.db, id)).status, 'executing');
    await assert.rejects(advance({ resolutionId: id }, { isLast: true }), /a fault/);
    const { status, problem } = await findResolution(database.db, id);
    assert.deepEqual([status, problem], ['stopped', 'The next step failed again and again on our side.']);
    assert.equal(await conflict.statusOf(conflict.movingId), 'withdrawn');
  });
});

test('nothing runs before it is approved, it is approved once, and nothing else may begin beside it', async () => {
  await withConflict(database, { validate_recommendation: () => agreed }, async (conflict) => {
    const { id, status } = await conflict.settle();
    assert.deepEqual([status, await conflict.begun()], ['proposed', []]);
    await executeResolution(database.stores, id, conflict.customer);
    const again = await executeResolution(database.stores, id, conflict.customer);
    assert.deepEqual([again.status, (await conflict.begun()).length], ['executing', 1]);
    const other = await addTuning(database, conflict.migration, { title: 'Another one' });
    await assert.rejects(approve(database.stores, other, conflict.customer), /Resolution .* is still running/);
    assert.equal((await conflict.ended(id)).status, 'executed');
  });
});

test('an id in capitals names the same recommendation, and one named twice is settled once', async () => {
  await withConflict(
    database,
    { validate_recommendation: () => agreed },
    async ({ movingId, tuningId, ...conflict }) => {
      const asked = {
        customer_id: conflict.customer.id.toUpperCase(),
        recommendation_ids: [movingId, movingId.toUpperCase(), tuningId],
        depends_on: [{ recommendation_id: movingId.toUpperCase(), needs: tuningId }],
      };
      const platform = { stores: database.stores, router: conflict.migration.router };
      const { plan } = await resolveConflict(platform, asked, conflict.customer);
      assert.deepEqual(
        plan.stages.flat().map(({ recommendationId }) => recommendationId),
        [tuningId, movingId],
      );
    },
  );
});

test('a resolution tells what is carried out and what is not', async () => {
  await withConflict(database, { validate_recommendation: () => agreed }, async (conflict) => {
    const told = await describeResolution(database.db, await conflict.settle('cost'));
    assert.equal(told.resolution_strategy, 'prioritize_customer');
    assert.equal(told.chosen_recommendation, conflict.movingId);
    assert.deepEqual(told.execution_order, [conflict.movingId]);
    assert.deepEqual(
      told.left_out.map(({ recommendation_id }) => recommendation_id),
      [conflict.tuningId],
    );
  });
});
