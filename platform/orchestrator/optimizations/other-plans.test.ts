import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecommendationChange } from '../testing/customer.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import type { Circumstances, TestMigration } from '../testing/migration.ts';
import { runToEnd, withOptimization as withMigration } from '../testing/run-optimization.ts';
import { healthyLatency, healthyQuality } from '../testing/scripted-cloud.ts';
import { engineArgs } from '../testing/scripted-fleet.ts';

const machines = ['old-1', 'old-2', 'old-3', 'old-4'];
const tuned = { ...engineArgs, enable_prefix_caching: true };
const settings: RecommendationChange = {
  type: 'kv_cache_optimization',
  agent_type: 'performance',
  estimated_savings_cents: 0,
  instance_ids: machines,
  deployment: 'triage',
  engine_args: JSON.stringify(tuned),
};
const sizing: RecommendationChange = {
  type: 'right_sizing',
  agent_type: 'resource',
  instance_ids: ['old-1', 'old-2'],
  target_instance_type: 'g5.24xlarge',
};
const idle: RecommendationChange = { type: 'idle_termination', agent_type: 'resource', instance_ids: ['spare-1'] };
const idleFinding = {
  kind: 'idle_termination',
  instance_ids: ['spare-1'],
  decision: 'recommended' as const,
  reason: 'idle' as const,
  facts: {},
};
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('other settings reach a tenth, half, then all of the engines, and are compared with the P95 before in the end', async () => {
  await withOptimization({ recommendation: settings }, async (optimization) => {
    const { status, result, execution_steps } = await run(optimization);
    assert.equal(status, 'completed', result?.error);
    assert.ok(execution_steps.every((step) => step.status === 'completed'));
    assert.deepEqual(restarts(optimization), [
      { replicas: ['r-old-1'], caching: true },
      { replicas: ['r-old-2'], caching: true },
      { replicas: ['r-old-3', 'r-old-4'], caching: true },
    ]);
    assert.deepEqual([result?.actual_savings, result?.monthly_cost_after], [0, 120_000]);
    const windows = closedWindows(optimization);
    assert.deepEqual(windows.at(-1)?.unchanged, []);
    assert.equal(windows.at(-1)?.latency_p95_before, healthyLatency.latency_p95_changed);
    assert.deepEqual(windows[1], { ...windows[1], changed: ['r-old-1'], slo_p95_seconds: 4, slo_judges: 'besides' });
    assert.deepEqual(optimization.fleet.traffic, { 'old-1': 1, 'old-2': 1, 'old-3': 1, 'old-4': 1 });
  });
});

test('settings that spoil the answers are taken back, engine by engine of the stage, in reverse order', async () => {
  let asked = 0;
  const script: Circumstances['script'] = {
    validate_quality: () => {
      asked += 1;
      return asked === 2 ? { ...healthyQuality, verdict: 'reject', quality: 0.88, quality_drop: 0.08 } : healthyQuality;
    },
  };
  await withOptimization({ recommendation: settings, script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.equal(status, 'rolled_back');
    assert.equal(result?.reason, 'quality_breach');
    assert.equal(result?.original_state_restored, true);
    assert.deepEqual(restarts(optimization).slice(2), [
      { replicas: ['r-old-2'], caching: false },
      { replicas: ['r-old-1'], caching: false },
    ]);
    assert.ok(optimization.fleet.deployment.replicas.every((one) => !one.engine_args.enable_prefix_caching));
  });
});

test('settings that leave the objective of the deployment unmet are taken back', async () => {
  const script: Circumstances['script'] = {
    close_window: ({ parameters }) => ({
      ...healthyLatency,
      ...(parameters.slo_p95_seconds === 4 && { latency_p95_changed: 4.2 }),
    }),
  };
  await withOptimization({ recommendation: settings, script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.equal(status, 'rolled_back');
    assert.equal(result?.reason, 'slo_breach');
  });
});

test('a smaller machine takes over replica by replica, is judged by the objective, and the larger one ends last', async () => {
  const slower: Circumstances['script'] = {
    close_window: () => ({ ...healthyLatency, latency_p95_changed: 3.9, latency_degradation: 0.9 }),
  };
  const circumstances = { recommendation: sizing, script: slower, fleet: { onOldMachine: 4, onNewMachine: 2 } };
  await withOptimization(circumstances, async (optimization) => {
    const { status, result, execution_steps } = await run(optimization);
    assert.equal(status, 'completed', result?.error);
    assert.equal(execution_steps.at(-1)?.name, 'terminate_replaced');
    assert.deepEqual(trafficGiven(optimization), [
      { 'old-1': 2, 'new-1': 2, 'old-2': 4, 'old-3': 4, 'old-4': 4 },
      { 'new-1': 4, 'old-2': 4, 'old-3': 4, 'old-4': 4 },
      { 'new-1': 4, 'new-2': 4, 'old-3': 4, 'old-4': 4 },
    ]);
    const created = optimization.agents.received.find(({ task_type }) => task_type === 'create_instances');
    assert.equal(created?.parameters.instance_type, 'g5.24xlarge');
    assert.ok(closedWindows(optimization).every(({ slo_judges }) => slo_judges === 'alone'));
    assert.deepEqual([...optimization.cloud.running].sort(), ['new-1', 'new-2', 'old-3', 'old-4']);
    assert.ok(!optimization.agents.received.some(({ task_type }) => task_type === 'check_spot_interruptions'));
  });
});

test('a machine that is still idle ends', async () => {
  const script: Circumstances['script'] = {
    analyze_resources: () => ({ findings: [idleFinding], recommendations: [] }),
  };
  await withOptimization({ recommendation: idle, script }, async (optimization) => {
    optimization.cloud.running.add('spare-1');
    const { status, result } = await run(optimization);
    assert.equal(status, 'completed', result?.error);
    assert.equal(result?.actual_savings, 30_000);
    assert.ok(!optimization.cloud.running.has('spare-1'));
  });
});

test('a machine that came into use since the offer does not end', async () => {
  const busy = { ...idleFinding, decision: 'refused' as const, reason: 'in_use' as const };
  const script: Circumstances['script'] = { analyze_resources: () => ({ findings: [busy], recommendations: [] }) };
  await withOptimization({ recommendation: idle, script }, async (optimization) => {
    optimization.cloud.running.add('spare-1');
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.reason], ['failed', 'in_use']);
    assert.ok(optimization.cloud.running.has('spare-1'));
  });
});

test('a machine on which a replica has started does not end', async () => {
  const script: Circumstances['script'] = {
    analyze_resources: () => ({ findings: [{ ...idleFinding, instance_ids: ['old-4'] }], recommendations: [] }),
  };
  const recommendation = { ...idle, instance_ids: ['old-4'] };
  await withOptimization({ recommendation, script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.reason], ['failed', 'in_use']);
    assert.ok(optimization.cloud.running.has('old-4'));
  });
});

test('once settings have changed, offers that were made for the ones before are withdrawn', async () => {
  await withOptimization({ recommendation: settings }, async (optimization) => {
    const other = await copyRecommendation(optimization, { type: 'quantization' });
    const spot = await copyRecommendation(optimization, {
      type: 'spot_migration',
      engine_args: null,
      deployment: null,
    });
    await run(optimization);
    assert.deepEqual(await Promise.all([other, spot].map(statusOf)), ['withdrawn', 'pending']);
  });
});

const withOptimization = (circumstances: Circumstances, work: (optimization: TestMigration) => Promise<void>) =>
  withMigration(database, circumstances, work);

const run = (optimization: TestMigration) => runToEnd(database, optimization);

function restarts({ fleet }: TestMigration) {
  return fleet.carriedOut
    .filter(({ action }) => action === 'restart_replicas')
    .map(({ replica_ids, engine_args }) => ({ replicas: replica_ids, caching: engine_args?.enable_prefix_caching }));
}

function closedWindows({ agents }: TestMigration) {
  return agents.received.filter(({ task_type }) => task_type === 'close_window').map(({ parameters }) => parameters);
}

/** The weights above 0 that the runtime was told, of all replicas of a machine together. */
function trafficGiven({ fleet }: TestMigration) {
  return fleet.carriedOut
    .filter(({ action }) => action === 'set_weights')
    .map(({ weights = {} }) => {
      const traffic: Record<string, number> = {};
      for (const [replica, weight] of Object.entries(weights)) {
        const machine = replica.replace(/^r-(\w+-\d+).*/, '$1');
        if (weight > 0) traffic[machine] = (traffic[machine] ?? 0) + weight;
      }
      return traffic;
    });
}

/** A second recommendation of the same analysis. */
async function copyRecommendation(
  { recommendationId }: TestMigration,
  change: Pick<RecommendationChange, 'type' | 'engine_args' | 'deployment'>,
): Promise<string> {
  const {
    id: _,
    bottlenecks,
    facts,
    engine_args,
    placement: __,
    reservation: _reservation,
    reservation_options: _options,
    ...row
  } = await database.db
    .selectFrom('recommendations')
    .selectAll()
    .where('id', '=', recommendationId)
    .executeTakeFirstOrThrow();
  const { id } = await database.db
    .insertInto('recommendations')
    .values({
      ...row,
      bottlenecks: JSON.stringify(bottlenecks),
      facts: JSON.stringify(facts),
      engine_args: JSON.stringify(engine_args),
      ...change,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function statusOf(id: string): Promise<string> {
  const row = await database.db
    .selectFrom('recommendations')
    .select('status')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.status;
}
