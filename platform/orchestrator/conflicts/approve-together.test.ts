import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addTuning, type TestConflict, withConflict } from '../testing/conflict.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { approveTogether } from './approve-together.ts';

const agreed = { agent_type: 'performance', approved: true, reason: 'enough head-room', facts: {} } as const;
const satisfied = { validate_recommendation: () => agreed };
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('several are carried out in the order in which they were approved, each after the one before', async () => {
  await withConflict(database, satisfied, async (conflict) => {
    await database.db
      .updateTable('validations')
      .set({ approved: true })
      .where('recommendation_id', '=', conflict.movingId)
      .execute();
    const first = await approve(conflict, [conflict.movingId, conflict.tuningId]);
    assert.deepEqual([first.status, (await conflict.begun()).length], ['executing', 1]);
    const again = await approve(conflict, [conflict.movingId.toUpperCase(), conflict.tuningId]);
    assert.equal(again.id, first.id);
    const ended = await conflict.ended(first.id);
    assert.deepEqual([ended.problem, ended.status, ended.strategy], [null, 'executed', 'customers_order']);
    assert.deepEqual(await conflict.begun(), ['spot_migration completed', 'kv_cache_optimization completed']);
  });
});

test('where one of them cannot be approved, none is', async () => {
  await withConflict(database, satisfied, async (conflict) => {
    const late = await addTuning(database, conflict.migration, { title: 'Too late', expires_at: new Date(0) });
    await assert.rejects(approve(conflict, [conflict.tuningId, late]), /"Too late": This recommendation expired/);
    await assert.rejects(
      approve(conflict, [conflict.tuningId, conflict.movingId]),
      /performance agent objects: too slow/,
    );
    assert.equal(await conflict.statusOf(conflict.tuningId), 'pending');
    assert.deepEqual(await conflict.begun(), []);
  });
});

test('those that want the same machines for different ends are not approved together', async () => {
  await withConflict(database, satisfied, async (conflict) => {
    const machines = { deployment: null, engine_args: null, instance_ids: ['old-1'] };
    const idle = await addTuning(database, conflict.migration, {
      ...machines,
      type: 'idle_termination',
      title: 'End it',
    });
    const kept = await addTuning(database, conflict.migration, {
      ...machines,
      type: 'reserved_capacity',
      title: 'Keep it',
    });
    await assert.rejects(
      approve(conflict, [idle, kept]),
      /"End it" and "Keep it" .* Have the conflict resolved instead/,
    );
    assert.equal(await conflict.statusOf(idle), 'pending');
  });
});

function approve({ customer }: TestConflict, recommendationIds: readonly string[]) {
  return approveTogether(database.stores, { customerId: customer.id, recommendationIds, actor: customer });
}
