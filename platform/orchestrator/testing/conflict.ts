import { setTimeout as delay } from 'node:timers/promises';
import { executeResolution } from '../conflicts/execute.ts';
import { resolveConflict } from '../conflicts/resolve.ts';
import { setPreferences } from '../customers/preferences.ts';
import type { ResolutionRow } from '../database/schema.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import type { RecommendationChange } from './customer.ts';
import type { TestDatabase } from './database.ts';
import { prepareMigration, type TestMigration } from './migration.ts';
import type { Script } from './scripted-agents.ts';
import { engineArgs } from './scripted-fleet.ts';

/** A customer whose performance agent objects to a migration, and recommends to tune the same engines. */
export interface TestConflict {
  readonly migration: TestMigration;
  readonly customer: { readonly type: 'customer'; readonly id: string };
  readonly movingId: string;
  readonly tuningId: string;
  settle(priority?: 'cost' | 'performance'): Promise<ResolutionRow>;
  /** Settles it, approves, and waits for the end. */
  carryOut(): Promise<ResolutionRow>;
  ended(resolutionId: string): Promise<ResolutionRow>;
  /** Type and status of each optimization, oldest first. */
  begun(): Promise<readonly string[]>;
  /** Who was told of an event. */
  told(eventType: string): Promise<readonly string[]>;
  statusOf(recommendationId: string): Promise<string | undefined>;
}

export async function withConflict(
  database: TestDatabase,
  script: Script,
  act: (conflict: TestConflict) => Promise<void>,
): Promise<void> {
  const migration = await prepareMigration(database, { script: { ...satisfied, ...script } });
  const worker = await migration.startWorker();
  try {
    await act(await prepare(database, migration));
  } finally {
    await worker.stop();
    await migration.stop();
  }
}

const satisfied: Script = { note_resolution: () => ({ noted: true }) };

/** Another recommendation of the performance agent's, agreed to by both agents. */
export async function addTuning(
  { db }: TestDatabase,
  { recommendationId }: TestMigration,
  change: RecommendationChange = {},
): Promise<string> {
  const {
    id: _,
    created_at: __,
    ...moving
  } = await db.selectFrom('recommendations').selectAll().where('id', '=', recommendationId).executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('recommendations')
    .values({
      customer_id: moving.customer_id,
      analysis_id: moving.analysis_id,
      status: 'pending',
      type: 'kv_cache_optimization',
      agent_type: 'performance',
      risk_level: 'low',
      risk_assessed_by: 'rules',
      estimated_savings_cents: 0,
      confidence: 0.9,
      title: 'Turn on prefix caching',
      description: '',
      instance_ids: ['old-1', 'old-2', 'old-3', 'old-4'],
      deployment: 'triage',
      engine_args: JSON.stringify({ ...engineArgs, enable_prefix_caching: true }),
      facts: '{}',
      expires_at: moving.expires_at,
      ...change,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const both = ['performance', 'application'] as const;
  await db
    .insertInto('validations')
    .values(
      both.map((agent_type) => ({
        recommendation_id: id,
        agent_type,
        approved: true,
        reason: 'satisfied',
        facts: '{}',
      })),
    )
    .execute();
  return id;
}

async function prepare(database: TestDatabase, migration: TestMigration): Promise<TestConflict> {
  const { db, stores } = database;
  const { customerId, recommendationId: movingId } = migration;
  await object(database, movingId);
  const tuningId = await addTuning(database, migration);
  const customer = { type: 'customer', id: customerId } as const;
  const settle = async (priority?: 'cost' | 'performance') => {
    if (priority !== undefined)
      await setPreferences(stores, { customerId, preferences: { priority }, actor: customer });
    const asked = { customer_id: customerId, recommendation_ids: [movingId, tuningId] };
    return resolveConflict({ stores, router: migration.router }, asked, customer);
  };
  const ended = (id: string) => endOf(database, customerId, id);
  const carryOut = async () => {
    const { id } = await settle();
    await executeResolution(stores, id, customer);
    return ended(id);
  };
  return {
    ...{ migration, customer, movingId, tuningId, settle, carryOut, ended },
    begun: () => begunBy(database, customerId),
    told: (eventType) => toldOf(database, customerId, eventType),
    statusOf: async (id) =>
      (await db.selectFrom('recommendations').select('status').where('id', '=', id).executeTakeFirst())?.status,
  };
}

async function object({ db }: TestDatabase, recommendationId: string): Promise<void> {
  await db
    .updateTable('validations')
    .set({ approved: false, reason: 'too slow' })
    .where('recommendation_id', '=', recommendationId)
    .where('agent_type', '=', 'performance')
    .execute();
}

async function begunBy({ db }: TestDatabase, customerId: string): Promise<readonly string[]> {
  const query = db.selectFrom('optimizations').selectAll().where('customer_id', '=', customerId);
  return (await query.orderBy('created_at').execute()).map(({ type, status }) => `${type} ${status}`);
}

async function endOf({ db, stores }: TestDatabase, customerId: string, id: string): Promise<ResolutionRow> {
  const found = await waitUntil(stores.wakeups, {
    channel: channels.events(customerId),
    probe: async () => {
      const row = await db.selectFrom('resolutions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      return row.ended_at === null ? undefined : row;
    },
    limitSeconds: 30,
  });
  if (found === undefined) throw new Error('The resolution did not end within 30 s');
  return found;
}

/** Waits until all five are told, or five seconds. */
async function toldOf({ db }: TestDatabase, customerId: string, eventType: string): Promise<readonly string[]> {
  const read = async () => {
    const rows = await db.selectFrom('agent_events').selectAll().where('customer_id', '=', customerId).execute();
    return rows.filter(({ event_type }) => event_type === eventType).map(({ agent_type }) => agent_type);
  };
  for (let look = 0; look < 50 && (await read()).length < 5; look += 1) await delay(100);
  return (await read()).sort();
}
