import { execFile } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { config } from '../config';
import { browserSearch, findBrowser } from '../environment/browser/browser';
import { assertNodeVersion } from '../environment/embedded/node-version';
import { postgresPrograms } from '../environment/embedded/postgres-data';
import { findRedis, redisSearch } from '../environment/embedded/redis';
import { EnvironmentError } from '../environment/environment';
import { PROJECT } from '../environment/paths';

export interface Finding {
  /** `later` is fetched by the first start. */
  readonly state: 'ok' | 'later' | 'missing';
  readonly detail: string;
}

/** One thing that a target needs. A look that throws has not found it. */
export interface Look {
  readonly target: string;
  readonly what: string;
  readonly look: () => Promise<Finding>;
}

export const LOOKS: readonly Look[] = [
  { target: 'all', what: 'Node 24', look: node },
  { target: 'embedded', what: 'PostgreSQL', look: postgres },
  { target: 'embedded', what: 'ClickHouse (chdb)', look: clickhouse },
  { target: 'embedded', what: 'Redis', look: redis },
  { target: 'embedded', what: 'browser', look: browser },
  { target: 'embedded', what: 'memory', look: memory },
  { target: 'embedded', what: 'disk', look: disk },
  { target: 'compose', what: 'docker', look: docker },
  { target: 'compose', what: 'docker compose', look: compose },
  { target: 'containers', what: 'docker', look: docker },
];

const run = promisify(execFile);
const GIB = 2 ** 30;
/** What the whole embedded environment may take, of memory and of disk. */
const NEEDED_BYTES = 2.5 * GIB;

async function node(): Promise<Finding> {
  assertNodeVersion(process.version);
  return { state: 'ok', detail: process.version };
}

async function postgres(): Promise<Finding> {
  const { stdout } = await run(join(postgresPrograms(), 'postgres'), ['--version']);
  return { state: 'ok', detail: stdout.trim() };
}

/** In a process of its own: it loads half a gigabyte of native code. */
async function clickhouse(): Promise<Finding> {
  const program = "const { version } = require('chdb/package.json'); require('chdb'); console.log(version)";
  const { stdout } = await run(process.execPath, ['-e', program], { cwd: PROJECT }).catch((cause: unknown) => {
    throw new EnvironmentError('The npm package chdb cannot be loaded: run "npm install --include=optional".', {
      cause,
    });
  });
  return { state: 'ok', detail: `chdb ${stdout.trim()}` };
}

async function redis(): Promise<Finding> {
  let fetches = false;
  const fetch = async (): Promise<void> => {
    await run('apt-get', ['--version']);
    fetches = true;
  };
  try {
    const program = await findRedis({ ...redisSearch(config().redisServer), fetch });
    return { state: 'ok', detail: `${program.version} ${program.path}` };
  } catch (error) {
    if (!fetches) throw error;
    return { state: 'later', detail: 'the first start fetches the package with apt-get' };
  }
}

async function browser(): Promise<Finding> {
  const { version: found, executable } = await findBrowser(browserSearch(config().browserExecutable));
  return { state: 'ok', detail: `Chromium ${found} ${executable}` };
}

async function memory(): Promise<Finding> {
  const available = process.availableMemory?.() ?? freemem();
  return enough(available, `${gib(available)} of ${gib(totalmem())} available`);
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = statfsSync(PROJECT);
  return enough(bavail * bsize, `${gib(bavail * bsize)} free`);
}

async function docker(): Promise<Finding> {
  return version('docker', ['version', '--format', '{{.Server.Version}}'], 'no engine answers "docker version"');
}

async function compose(): Promise<Finding> {
  return version('docker', ['compose', 'version', '--short'], 'the docker command has no "compose"');
}

async function version(file: string, parameters: readonly string[], absent: string): Promise<Finding> {
  const { stdout } = await run(file, parameters, { timeout: 5_000 }).catch((cause: unknown) => {
    throw new EnvironmentError(absent, { cause });
  });
  return { state: 'ok', detail: stdout.trim() };
}

function enough(bytes: number, detail: string): Finding {
  return bytes >= NEEDED_BYTES
    ? { state: 'ok', detail }
    : { state: 'missing', detail: `${detail}; needs ${gib(NEEDED_BYTES)}` };
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
