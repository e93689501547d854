import { execFile } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { EnvironmentError } from '../environment';
import type { Command } from './child-processes';
import { fillDataFolder, firstLine, LOCALE, postgresPrograms } from './postgres-data';
import type { RunFolder } from './run-folder';

/** A PostgreSQL cluster for one run. */
export interface Cluster {
  readonly folder: RunFolder;
  readonly port: number;
  /** Of the superuser `postgres`. */
  readonly password: string;
}

/** Makes the cluster, where its folder does not hold it yet, and tells how to run it. */
export async function postgresCommand(cluster: Cluster): Promise<Command> {
  const data = cluster.folder.data('postgres');
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  if (user !== undefined) chownSync(data, user.uid, user.gid);
  if (!existsSync(join(data, 'PG_VERSION'))) await fillDataFolder(data, { password: cluster.password, user });
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: cluster.port };
  return {
    file: join(postgresPrograms(), 'postgres'),
    arguments: ['-D', data, ...settingArguments(settings)],
    environment: LOCALE,
    // Fast shutdown: ends the sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    // Immediate shutdown: nothing is finished or written, the next start recovers. A killed postmaster would leave its backends behind.
    crashSignal: 'SIGQUIT',
    ...(user === undefined ? {} : { user }),
  };
}

/** Makes the platform's database and its owner, who may create roles but is no superuser. */
export async function createDatabase(adminUrl: string, owner: { name: string; password: string }): Promise<void> {
  const name = `"${owner.name}"`;
  await statements(adminUrl, [
    `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${owner.password}'`,
    `CREATE DATABASE ${name} OWNER ${name}`,
  ]);
  const url = new URL(adminUrl);
  url.pathname = `/${owner.name}`;
  await statements(url.href, ['CREATE EXTENSION pg_stat_statements']);
}

/**
 * The data live as long as the run: nothing waits for the disk. What was committed is in the hands of the operating system, though, and so
 * survives the end of the process.
 */
const SETTINGS = {
  max_connections: 200,
  shared_preload_libraries: 'pg_stat_statements',
  fsync: 'off',
  full_page_writes: 'off',
} as const;

/** @param settings besides those that every PostgreSQL of a test environment has, whether or not it is in a container */
export function settingArguments(settings: Readonly<Record<string, string | number>> = {}): readonly string[] {
  return Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const run = promisify(execFile);

/** PostgreSQL refuses to run as root: the user "postgres" is taken, and made where there is none. */
async function unprivilegedUser(): Promise<{ readonly uid: number; readonly gid: number }> {
  const ids = async () => ({ uid: await id('-u'), gid: await id('-g') });
  try {
    return await ids().catch(async () => {
      await run('useradd', ['--system', '--user-group', 'postgres']);
      return ids();
    });
  } catch (cause) {
    throw new EnvironmentError(
      'PostgreSQL does not run as root, and the user "postgres" neither exists nor can be made ' +
        `(${firstLine(cause)}). Make it with "useradd --system --user-group postgres", or run as another user.`,
      { cause },
    );
  }
}

async function id(option: '-u' | '-g'): Promise<number> {
  const { stdout } = await run('id', [option, 'postgres']);
  return Number.parseInt(stdout, 10);
}

async function statements(url: string, list: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of list) await client.query(statement);
  } finally {
    await client.end();
  }
}
