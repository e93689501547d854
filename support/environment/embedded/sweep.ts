import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, NotInTime } from '../../eventually';
import { isAlive, type ProcessIdentity } from './process-identity';
import { readRecord } from './run-folder';

/**
 * Ends what dead owners left and removes their folders. A run whose owner lives is not touched.
 * @returns the names of the runs removed.
 */
export async function sweep(runs: string): Promise<readonly string[]> {
  const abandoned = foldersIn(runs).filter((name) => isAbandoned(join(runs, name)));
  await Promise.all(
    abandoned.map(async (name) => {
      const folder = join(runs, name);
      await end(readRecord(folder)?.processes ?? []);
      rmSync(folder, { recursive: true, force: true });
    }),
  );
  return abandoned;
}

/** Asks the processes to end, then insists. Resolves when none is left. @param graceMs for ending by themselves */
export async function end(processes: readonly ProcessIdentity[], graceMs: number = GRACE_MS): Promise<void> {
  for (const identity of processes) kill(identity, 'SIGTERM');
  if (await gone(processes, graceMs)) return;
  for (const identity of processes) kill(identity, 'SIGKILL');
  await gone(processes, GRACE_MS);
}

/** A process that has not ended by itself in this time is killed; every service promises to end within a second. */
const GRACE_MS = 2_000;
/** A folder without a record may belong to a start that is about to write it. */
const UNRECORDED_MS = 60_000;

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isAbandoned(folder: string): boolean {
  const record = readRecord(folder);
  if (record !== undefined) return !isAlive(record.owner);
  const made = statSync(folder, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs > UNRECORDED_MS;
}

function kill(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

async function gone(processes: readonly ProcessIdentity[], limitMs: number): Promise<boolean> {
  const look = async () => processes.some(isAlive);
  try {
    await eventually('processes to end', look, (areThere) => !areThere, { within: limitMs });
    return true;
  } catch (error) {
    if (error instanceof NotInTime) return false;
    throw error;
  }
}
