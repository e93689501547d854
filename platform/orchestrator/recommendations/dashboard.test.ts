import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { MetricType } from '../../shared/metrics-store.ts';
import { inChange } from '../database/change.ts';
import type { RecommendationChange } from '../testing/customer.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { prepareMigration, type TestMigration } from '../testing/migration.ts';
import { dashboardOf } from './dashboard.ts';
import { plannedByOffers } from './planned.ts';
import { withdrawReservations } from './withdrawal.ts';

const reserved: RecommendationChange = {
  type: 'reserved_capacity',
  estimated_savings_cents: 3_600_000,
  instance_ids: ['old-1', 'old-2', 'old-3', 'old-4'],
};
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('a customer sees the last spend, what waits for a decision, and what that saves together', async () => {
  await withOffer({}, async (migration) => {
    await addOffer(migration, reserved);
    await addOffer(migration, { estimated_savings_cents: 100, instance_ids: ['old-9'] });
    await addOffer(migration, { status: 'rejected', instance_ids: ['old-10'] });
    const shown = await dashboard(migration, 120_000);
    assert.equal(shown.current_spend, 120_000);
    assert.equal(shown.potential_savings, 54_001);
    assert.deepEqual(
      shown.recommendations.map(({ estimated_savings }) => estimated_savings),
      [54_000, 36_000, 1],
    );
    assert.equal('current_spend' in (await dashboard(migration)), false);
  });
});

test('what an agent objects to, or what has expired, saves nothing', async () => {
  await withOffer({ expires_at: new Date(0) }, async (migration) => {
    const offer = await addOffer(migration, { instance_ids: ['old-9'] });
    assert.equal((await dashboard(migration)).potential_savings, 54_000);
    const objection = { agent_type: 'performance', approved: false, reason: 'too slow', facts: '{}' } as const;
    await database.db
      .insertInto('validations')
      .values({ recommendation_id: offer, ...objection })
      .execute();
    assert.equal((await dashboard(migration)).potential_savings, 0);
  });
});

test('a customer sees what is promised of each deployment and measured of it as a whole', async () => {
  await withOffer({}, async ({ customerId }) => {
    const at = new Date('2026-11-25T10:00:00Z');
    const of = (metricType: MetricType, scope: string, value: number) => ({
      ...{ customerId, metricType, scope, value, timestamp: at },
    });
    const readNewest = async () => [of('latency_p95', 'triage', 1.6), of('quality_score', 'replica-1', 0.4)];
    const { service_levels } = await dashboardOf(database.db, { readNewest }, customerId);
    const [level, ...others] = service_levels;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [level?.deployment, level?.latency_p95, level?.latency_measured_at, level?.quality_score],
      ['triage', 1.6, at.toISOString(), undefined],
    );
  });
});

test('of each type a customer sees the best agent of its own pool', async () => {
  await withOffer({}, async ({ customerId }) => {
    const pool = `pool of ${customerId}`;
    const agents = (['unreachable', 'degraded', 'deregistered'] as const).map((status, k) => ({
      ...{
        agent_type: 'cost' as const,
        version: '1',
        capabilities: [],
        endpoint: 'http://127.0.0.1:1',
        current_tasks: 0,
      },
      ...{ hostname: `host ${k} of ${customerId}`, pool, status, load: 0 },
    }));
    await database.db.insertInto('agents').values(agents).execute();
    await database.db.updateTable('customers').set({ agent_pool: pool }).where('id', '=', customerId).execute();
    const shown = (await dashboardOf(database.db, { readNewest: async () => [] }, customerId)).agents;
    assert.deepEqual(
      shown.map(({ agent_type, status }) => `${agent_type} ${status}`),
      ['cost degraded', 'performance absent', 'resource absent', 'application absent'],
    );
  });
});

test('machines are planned for by waiting offers of others that would end them', async () => {
  await withOffer({ agent_type: 'resource', type: 'idle_termination', instance_ids: ['old-1'] }, async (migration) => {
    await addOffer(migration, { type: 'right_sizing', status: 'rejected', instance_ids: ['old-2'] });
    await addOffer(migration, { type: 'quantization', instance_ids: ['old-3'] });
    await addOffer(migration, { type: 'spot_migration', agent_type: 'cost', instance_ids: ['old-4'] });
    const { customerId } = migration;
    assert.deepEqual((await plannedByOffers(database.db, customerId)).toSorted(), ['old-1', 'old-4']);
    assert.deepEqual(await plannedByOffers(database.db, customerId, { except: 'cost' }), ['old-1']);
  });
});

test('an offer to reserve is withdrawn once something wants to end one of its machines', async () => {
  await withOffer(reserved, async ({ customerId, recommendationId }) => {
    const withdraw = (type: 'quantization' | 'right_sizing') =>
      inChange(database.stores, (change) =>
        withdrawReservations(change, customerId, [{ type, instance_ids: ['old-4'] }]),
      );
    await withdraw('quantization');
    assert.equal(await statusOf(recommendationId), 'pending');
    await withdraw('right_sizing');
    assert.equal(await statusOf(recommendationId), 'withdrawn');
  });
});

async function withOffer(change: RecommendationChange, act: (migration: TestMigration) => Promise<void>) {
  const migration = await prepareMigration(database, { recommendation: change });
  try {
    await act(migration);
  } finally {
    await migration.stop();
  }
}

/** @param spend US dollars a month that were measured; none without it */
function dashboard({ customerId }: TestMigration, spend?: number) {
  const measured = { customerId, metricType: 'monthly_cost', scope: '', timestamp: new Date() } as const;
  const readNewest = async () => (spend === undefined ? [] : [{ ...measured, value: spend }]);
  return dashboardOf(database.db, { readNewest }, customerId);
}

/** Another offer to the same customer, not yet looked at by other agents. */
async function addOffer({ recommendationId }: TestMigration, change: RecommendationChange): Promise<string> {
  const { customer_id, analysis_id } = await database.db
    .selectFrom('recommendations')
    .select(['customer_id', 'analysis_id'])
    .where('id', '=', recommendationId)
    .executeTakeFirstOrThrow();
  const { id } = await database.db
    .insertInto('recommendations')
    .values({
      customer_id,
      analysis_id,
      type: 'spot_migration',
      status: 'pending',
      agent_type: 'cost',
      risk_level: 'low',
      risk_assessed_by: 'rules',
      estimated_savings_cents: 5_400_000,
      confidence: 0.8,
      title: 'Another offer',
      description: '',
      instance_ids: ['old-1'],
      facts: '{}',
      expires_at: new Date(Date.now() + 3_600_000),
      ...change,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function statusOf(id: string): Promise<string | undefined> {
  const row = await database.db.selectFrom('recommendations').select('status').where('id', '=', id).executeTakeFirst();
  return row?.status;
}
