import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../config';
import { EnvironmentError } from '../environment';
import { CACHE } from '../paths';
import type { Command } from './child-processes';
import { fetchRedis } from './redis-package';
import type { RunFolder } from './run-folder';

/** A Redis-compatible server's program that was tried and runs. */
export interface RedisProgram {
  readonly path: string;
  /** As the program tells it, for people. */
  readonly version: string;
  /** What it needs to find its libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Where to look, and how; replaced in tests. */
export interface RedisSearch {
  /** The path from REDIS_SERVER. */
  readonly configured: string | undefined;
  /** The value of PATH. */
  readonly path: string;
  /** Folder into which a package is fetched. */
  readonly cache: string;
  /** Fetches the distribution's package into the cache; rejects where that is impossible. */
  readonly fetch: (cache: string) => Promise<void>;
}

/**
 * Finds a server: the configured one, else one on PATH, else the one in the cache, else the distribution's package,
 * fetched into the cache without touching the system.
 * @throws {ConfigurationError} when the configured one does not run.
 * @throws {EnvironmentError} when there is none, saying how to install one.
 */
export async function findRedis(search: RedisSearch): Promise<RedisProgram> {
  if (search.configured !== undefined) return configured(search.configured);
  const found = (await firstOf(onPath(search.path))) ?? (await cached(search.cache));
  if (found !== undefined) return found;
  const refused = await search.fetch(search.cache).then(() => 'it does not run here', reason);
  const fetched = await cached(search.cache);
  if (fetched !== undefined) return fetched;
  throw new EnvironmentError(
    `There is no redis-server or valkey-server on PATH, and the distribution's package cannot be fetched (${refused}). ` +
      'Install one (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install valkey; macOS: brew install redis), ' +
      'or set REDIS_SERVER to its path.',
  );
}

/** The search on this machine. */
export function redisSearch(configuredPath: string | undefined): RedisSearch {
  return {
    configured: configuredPath,
    path: process.env.PATH ?? '',
    cache: join(CACHE, 'redis'),
    fetch: fetchRedis,
  };
}

/** Finds the server and tells how to run it for one run. */
export async function redisCommand(
  folder: RunFolder,
  settings: { readonly port: number; readonly password: string; readonly configured: string | undefined },
): Promise<Command> {
  const program = await findRedis(redisSearch(settings.configured));
  const data = folder.data('redis');
  const file = join(data, 'redis.conf');
  // A file, because arguments are visible to every user of the machine.
  writeFileSync(
    file,
    [
      'bind 127.0.0.1',
      `port ${settings.port}`,
      `requirepass ${settings.password}`,
      `dir "${data}"`,
      'save ""',
      'appendonly no',
      'daemonize no',
    ].join('\n'),
    { mode: 0o600 },
  );
  return { file: program.path, arguments: [file], environment: program.environment };
}

const NAMES = ['redis-server', 'valkey-server'] as const;

async function configured(path: string): Promise<RedisProgram> {
  const program = await tried(path);
  if (program === undefined) {
    throw new ConfigurationError('REDIS_SERVER', path, 'the path of a redis-server or valkey-server that runs here');
  }
  return program;
}

function onPath(path: string): readonly string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function cached(cache: string): Promise<RedisProgram | undefined> {
  const libraries = [`usr/lib/${triplet()}`, `lib/${triplet()}`].map((folder) => join(cache, folder));
  return tried(join(cache, 'usr/bin/redis-server'), { LD_LIBRARY_PATH: libraries.join(delimiter) });
}

/** Debian's name of the architecture in library folders. */
function triplet(): string {
  return `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
}

async function firstOf(paths: readonly string[]): Promise<RedisProgram | undefined> {
  for (const path of paths) {
    const program = await tried(path);
    if (program !== undefined) return program;
  }
  return undefined;
}

async function tried(path: string, environment: Record<string, string> = {}): Promise<RedisProgram | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      env: { PATH: process.env.PATH, ...environment },
    });
    const version = /v=(\S+)/.exec(stdout)?.[1];
    return version === undefined ? undefined : { path, version, environment };
  } catch {
    return undefined;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}
