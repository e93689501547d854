import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError } from '../environment';
import { CACHE, PROJECT } from '../paths';
import { UnderWay } from './under-way';

const SOURCES = ['platform/portal', 'contracts/generated', 'package-lock.json'].map((path) => join(PROJECT, path));
/** What is written there rather than by hand. */
const NO_SOURCE = /(^|\/)(node_modules|dist)(\/|$)|\.test\.tsx?$/;
const underWay = new UnderWay();

/**
 * The folder of the portal's pages as they are built from its sources: built once for each state of them.
 * @throws {EnvironmentError} when they cannot be built, with what the builder says
 */
export async function portalAssets(): Promise<string> {
  const folder = join(CACHE, 'portal', fingerprint());
  if (!existsSync(folder)) await underWay.join(folder, () => build(folder));
  return folder;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn))
    hash.update(relative(PROJECT, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(path: string): readonly string[] {
  if (NO_SOURCE.test(relative(PROJECT, path))) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}

/** Whole or not at all, because another process may be building as well. */
async function build(folder: string): Promise<void> {
  mkdirSync(join(CACHE, 'portal'), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    const vite = join(PROJECT, 'node_modules/vite/bin/vite.js');
    const options = ['build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    await promisify(execFile)(process.execPath, [vite, ...options], { cwd: join(PROJECT, 'platform/portal') });
    renameSync(draft, folder);
  } catch (cause) {
    if (existsSync(folder)) return;
    const said = (cause as { readonly stderr?: string }).stderr ?? String(cause);
    throw new EnvironmentError(`The portal's pages cannot be built: ${said.trim()}`, { cause });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
