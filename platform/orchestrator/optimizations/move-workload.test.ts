import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TaskError } from '../agents/task-error.ts';
import type { RecommendationChange } from '../testing/customer.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import type { Circumstances } from '../testing/migration.ts';
import { runToEnd, withOptimization } from '../testing/run-optimization.ts';
import type { Script } from '../testing/scripted-agents.ts';

const move: RecommendationChange = {
  type: 'cloud_placement',
  agent_type: 'cost',
  instance_ids: ['old-1'],
  placement: JSON.stringify({
    cloud_provider: 'gcp',
    region: 'us-central1',
    instance_type: 'a2-highgpu-8g',
    market: 'spot',
    transfer_gb: 23_000,
    transfer_cost: 2_006.2,
  }),
};
const toSpot: RecommendationChange = {
  type: 'batch_spot_migration',
  agent_type: 'cost',
  instance_ids: ['old-1'],
};
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('the old machine ends when the new one works as much', async () => {
  const looks = [0.8, 0, 0.4, 0.79];
  await withOptimization(database, moving({ check_workload: working(looks) }), async (optimization) => {
    const { status, result, execution_steps } = await runToEnd(database, optimization);
    assert.equal(status, 'completed', result?.error);
    assert.deepEqual([...optimization.cloud.running].sort(), ['new-1', 'old-2', 'old-3', 'old-4']);
    assert.ok(execution_steps.every((step) => step.status === 'completed'));
    assert.equal(looks.length, 0);
  });
});

test('a machine that the cloud takes back before its work was seen ends the move, and nothing stays', async () => {
  const looks = [0.8, 0.2, undefined];
  await withOptimization(database, moving({ check_workload: working(looks) }), async (optimization) => {
    const { status, result } = await runToEnd(database, optimization);
    assert.deepEqual([status, result?.reason], ['rolled_back', 'spot_interrupted']);
    assert.ok(!optimization.cloud.running.has('new-1') && optimization.cloud.running.has('old-1'));
  });
});

test('a machine whose creation was not answered is ended too', async () => {
  const script: Script = {
    check_workload: working([0.8]),
    create_placed_instances: () => {
      throw new TaskError('cloud_unreachable', 'the answer is lost', { retryable: true });
    },
  };
  await withOptimization(database, moving(script), async (optimization) => {
    const { status } = await runToEnd(database, optimization);
    assert.equal(status, 'rolled_back');
    const ended = optimization.agents.received.find(({ task_type }) => task_type === 'terminate_instances');
    assert.match(String(ended?.parameters.created_for), /^[0-9a-f-]{36}$/);
  });
});

test('batch work goes to a spot machine of its own cloud, and only then its old machine ends', async () => {
  const looks = [0.8, 0, 0.8];
  await withOptimization(database, moving({ check_workload: working(looks) }, toSpot), async (optimization) => {
    const { status, result, execution_steps } = await runToEnd(database, optimization);
    assert.equal(status, 'completed', result?.error);
    assert.equal(result?.actual_savings, 17_600);
    assert.deepEqual([...optimization.cloud.running].sort(), ['new-1', 'old-2', 'old-3', 'old-4']);
    assert.deepEqual(
      execution_steps.map(({ name }) => name),
      ['create_batch_spot_instances', 'confirm_workload', 'terminate_moved'],
    );
    assert.equal(looks.length, 0);
  });
});

test('a spot machine that the cloud announces to take back is not waited for', async () => {
  const script: Script = {
    check_workload: ({ parameters }) => {
      const [id] = parameters.instance_ids as readonly string[];
      return { instances: id === undefined ? [] : [{ instance_id: id, utilization: id === 'old-1' ? 0.8 : 0 }] };
    },
  };
  await withOptimization(database, moving(script, toSpot), async (optimization) => {
    optimization.cloud.interrupted.add('new-1');
    const { status, result } = await runToEnd(database, optimization);
    assert.deepEqual([status, result?.reason], ['rolled_back', 'spot_interrupted']);
    assert.equal(result?.original_state_restored, true);
    assert.deepEqual([...optimization.cloud.running].sort(), ['old-1', 'old-2', 'old-3', 'old-4']);
  });
});

for (const [where, recommendation, task] of [
  ['in its own cloud', toSpot, 'create_spot_instances'],
  ['in the other cloud', move, 'create_placed_instances'],
] as const) {
  test(`without capacity ${where} batch work stays where it is, and its offer is withdrawn`, async () => {
    const refuse = () => {
      throw new TaskError('no_spot_capacity', 'The pool is empty', { retryable: false });
    };
    const script: Script = { check_workload: working([0.8]), [task]: refuse };
    await withOptimization(database, moving(script, recommendation), async (optimization) => {
      const { status, result } = await runToEnd(database, optimization);
      assert.deepEqual([status, result?.reason], ['failed', 'no_spot_capacity']);
      const offer = await database.db
        .selectFrom('recommendations')
        .select('status')
        .where('id', '=', optimization.recommendationId)
        .executeTakeFirstOrThrow();
      assert.equal(offer.status, 'withdrawn');
      assert.equal(optimization.cloud.running.size, 4);
    });
  });
}

function moving(script: Script, recommendation = move): Circumstances {
  return { recommendation, script };
}

/** The GPUs of whatever is asked about, look by look; undefined is a machine that does not run. */
function working(looks: (number | undefined)[]): NonNullable<Script['check_workload']> {
  return ({ parameters }) => {
    const [id] = parameters.instance_ids as readonly string[];
    const utilization = looks.shift();
    return { instances: utilization === undefined || id === undefined ? [] : [{ instance_id: id, utilization }] };
  };
}
