import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../support/config';

const REQUIREMENTS = 'docs/requirements.yaml';

/** Texts of the specification as they are in the folder now. */
export function textsNow(project: string): ReadonlyMap<string, string> {
  const paths = [...globSync('features/**/*.feature', { cwd: project }), ...globSync(REQUIREMENTS, { cwd: project })];
  return new Map(paths.sort().map((path) => [path, readFileSync(join(project, path), 'utf8')]));
}

export interface Version {
  readonly commit: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly texts: ReadonlyMap<string, string>;
}

/** Texts of the specification at a version. @throws {ConfigurationError} when there is no such version */
export function textsAt(project: string, version: string): Version {
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, { cwd: project, encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] });
  const commit = commitOf(version, git);
  const listed = git('ls-tree', '-r', '--name-only', commit, '--', 'features', REQUIREMENTS).split('\n');
  const paths = listed.filter((path) => path.endsWith('.feature') || path === REQUIREMENTS);
  return {
    commit,
    at: Number(git('show', '-s', '--format=%ct', commit)),
    texts: new Map(paths.map((path) => [path, git('show', `${commit}:${path}`)])),
  };
}

function commitOf(version: string, git: (...words: readonly string[]) => string): string {
  try {
    // A word that begins with a dash would be an option.
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${version}^{commit}`).trim();
  } catch {
    throw new ConfigurationError('--since', version, 'a commit, branch or tag of this repository');
  }
}
