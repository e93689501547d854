import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ADDRESSES, type Addresses } from './addresses';
import { identify, isAlive, PROCESS_IDENTITY, type ProcessIdentity } from './embedded/process-identity';
import { EnvironmentError } from './environment';
import { STANDING } from './paths';

const FILE = z.object({
  owner: PROCESS_IDENTITY,
  /** Missing while it starts. */
  addresses: ADDRESSES.optional(),
});

/** The environment that stays, as its file tells it. */
export interface Standing {
  /** The process that holds it. */
  readonly owner: ProcessIdentity;
  /** Undefined while it starts. */
  readonly addresses: Addresses | undefined;
}

/** Undefined when there is none: no file, or the owner that wrote it is dead. */
export function readStanding(file: string = STANDING): Standing | undefined {
  const parsed = FILE.safeParse(json(file));
  if (!parsed.success || !isAlive(parsed.data.owner)) return undefined;
  return { owner: parsed.data.owner, addresses: parsed.data.addresses };
}

/**
 * Makes this process the owner of the environment that stays, of which there is one.
 * @throws {EnvironmentError} when another process is.
 */
export function claimStanding(file: string = STANDING): void {
  if (readStanding(file) === undefined) removeStanding(file);
  const draft = write(undefined, file);
  try {
    // Unlike a rename, a link fails where another start has been faster.
    linkSync(draft, file);
  } catch (cause) {
    throw new EnvironmentError('Another process is starting, or holds, the environment that stays.', { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Tells everybody where the environment is, once it is ready. */
export function publishStanding(addresses: Addresses, file: string = STANDING): void {
  renameSync(write(addresses, file), file);
}

export function removeStanding(file: string = STANDING): void {
  rmSync(file, { force: true });
}

/** Writes a file beside the real one; readable by its owner only, because it holds keys. */
function write(addresses: Addresses | undefined, file: string): string {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, JSON.stringify({ owner: identify(process.pid), addresses }, undefined, 2), { mode: 0o600 });
  return draft;
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
