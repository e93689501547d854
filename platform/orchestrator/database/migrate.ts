import { runMigrations as migrateQueue } from 'graphile-worker';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '../../shared/logger.ts';
import { queueLogger } from '../queue/logger.ts';
import * as customers from './migrations/0001-customers.ts';
import * as infrastructure from './migrations/0002-infrastructure.ts';
import * as agents from './migrations/0003-agents.ts';
import * as optimizations from './migrations/0004-optimizations.ts';
import * as eventsAndAudit from './migrations/0005-events-and-audit.ts';
import * as acceptanceViews from './migrations/0006-acceptance-views.ts';
import * as plansAndCancellation from './migrations/0007-plans-and-cancellation.ts';
import * as preferences from './migrations/0010-preferences.ts';
import * as severalClouds from './migrations/0011-several-clouds.ts';
import * as reservedCapacity from './migrations/0012-reserved-capacity.ts';
import * as resolutions from './migrations/0015-resolutions.ts';
import * as agentPoolsAndTasks from './migrations/0020-agent-pools-and-tasks.ts';
import * as tasksWithoutParameters from './migrations/0021-tasks-without-parameters.ts';
import * as sealedAudit from './migrations/0030-sealed-audit.ts';
import * as integrityViews from './migrations/0040-integrity-views.ts';
import * as statementStatistics from './migrations/0041-statement-statistics.ts';
import type { Database } from './schema.ts';

export interface MigrationTarget {
  readonly pool: Pool;
  readonly db: Kysely<Database>;
  readonly logger: Logger;
  /** With it, the role acceptance_reader is made or its password renewed. */
  readonly readerPassword: string | undefined;
}

/** Brings the database up to date. Several orchestrators may start at once: one migrates, the others wait for it. */
export async function migrate(target: MigrationTarget): Promise<void> {
  const lockHolder = await target.pool.connect();
  try {
    await lockHolder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateQueue({ pgPool: target.pool, logger: queueLogger(target.logger) });
    await migrateTables(target);
    if (target.readerPassword !== undefined) await makeReader(lockHolder, target.readerPassword);
  } finally {
    // Ends the connection, and the lock with it, however the migration went.
    lockHolder.release(true);
  }
}

/** Any number that nothing else in this database uses as an advisory lock. */
const MIGRATION_LOCK = 4_812_001;

const migrations: Readonly<Record<string, Migration>> = {
  '0001-customers': customers,
  '0002-infrastructure': infrastructure,
  '0003-agents': agents,
  '0004-optimizations': optimizations,
  '0005-events-and-audit': eventsAndAudit,
  '0006-acceptance-views': acceptanceViews,
  '0007-plans-and-cancellation': plansAndCancellation,
  '0010-preferences': preferences,
  '0011-several-clouds': severalClouds,
  '0012-reserved-capacity': reservedCapacity,
  '0015-resolutions': resolutions,
  '0020-agent-pools-and-tasks': agentPoolsAndTasks,
  '0021-tasks-without-parameters': tasksWithoutParameters,
  '0030-sealed-audit': sealedAudit,
  '0040-integrity-views': integrityViews,
  '0041-statement-statistics': statementStatistics,
};

async function migrateTables({ db, logger }: MigrationTarget): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  for (const { migrationName, status } of results ?? []) logger.info({ migration: migrationName, status }, 'migrated');
  if (error !== undefined) throw new Error('The database could not be migrated', { cause: error });
}

async function makeReader(client: PoolClient, password: string): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = 'acceptance_reader'");
  if (rowCount === 0) await client.query('create role acceptance_reader');
  await client.query(`alter role acceptance_reader login password ${client.escapeLiteral(password)}`);
  await client.query('grant usage on schema acceptance to acceptance_reader');
  await client.query('grant select on all tables in schema acceptance to acceptance_reader');
}
