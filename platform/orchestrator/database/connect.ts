import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../shared/logger.ts';
import type { Database } from './schema.ts';

export interface DatabaseConnection {
  readonly pool: pg.Pool;
  readonly db: Kysely<Database>;
}

/** At most so many connections, of PostgreSQL's default of 100, leave room for several orchestrators and their agents. */
const POOL_SIZE = 20;

/** Whoever waits longer for a connection, because all are taken or nobody answers, is told so. */
const PATIENCE_MS = 10_000;

export function connectDatabase(url: string, logger: Logger): DatabaseConnection {
  const types = new pg.TypeOverrides();
  // Identities are 64 bits wide in PostgreSQL; none of ours comes near 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    types,
    connectionTimeoutMillis: PATIENCE_MS,
    application_name: 'optiinfra-orchestrator',
  });
  const lost = (error: Error) => logger.warn({ err: error }, 'a connection to PostgreSQL was lost');
  pool.on('error', lost).on('connect', (client) => client.on('error', lost));
  return { pool, db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }) };
}
