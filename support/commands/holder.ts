import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../environment/environment';
import { PROJECT, STATE } from '../environment/paths';
import { claimStanding, publishStanding, removeStanding } from '../environment/standing';
import { start } from '../environment/start';
import { CANNOT_RUN, explain } from './report';

/** What the holder tells the command that waits for it. */
const MESSAGE = z.union([
  z.object({ progress: z.string() }),
  z.object({ failed: z.string() }),
  z.object({ ready: z.literal(true) }),
]);

/** Holds an environment until it is asked to end: the process behind `env:up`. */
export async function hold(): Promise<number> {
  const ending = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        ending.abort(new EnvironmentError(`The start was called off (${signal}).`));
        resolve();
      });
    }
  });
  try {
    claimStanding();
  } catch (error) {
    tell({ failed: explain(error) });
    return CANNOT_RUN;
  }
  try {
    await using environment = await start({ report, alarm: report, signal: ending.signal });
    publishStanding(environment.addresses);
    tell({ ready: true });
    await asked;
    return 0;
  } catch (error) {
    tell({ failed: explain(error) });
    return CANNOT_RUN;
  } finally {
    removeStanding();
    if (process.connected) process.disconnect();
  }
}

/**
 * Starts a holder that outlives this process and waits until its environment is ready.
 * @throws {EnvironmentError} with the holder's own words when it cannot.
 */
export async function holdDetached(report: (line: string) => void): Promise<void> {
  mkdirSync(STATE, { recursive: true });
  const log = openSync(join(STATE, 'environment.log'), 'w', 0o600);
  const command = ['--require', 'ts-node/register', join(__dirname, 'env.ts'), 'hold'];
  const holder = spawn(process.execPath, command, { cwd: PROJECT, detached: true, stdio: ['ignore', log, log, 'ipc'] });
  let calledOff = false;
  const callOff = (): void => {
    calledOff = true;
    holder.kill('SIGTERM');
  };
  process.on('SIGINT', callOff).on('SIGTERM', callOff);
  try {
    await untilReady(holder, report);
  } catch (error) {
    throw calledOff ? new EnvironmentError('The start was called off.', { cause: error }) : error;
  } finally {
    process.off('SIGINT', callOff).off('SIGTERM', callOff);
    if (holder.connected) holder.disconnect();
    holder.unref();
  }
}

function untilReady(holder: ChildProcess, report: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: string | undefined;
    holder.on('message', (raw) => {
      const message = MESSAGE.parse(raw);
      if ('progress' in message) report(message.progress);
      else if ('failed' in message) failed = message.failed;
      else resolve();
    });
    // Comes after the last message, however the holder ends.
    holder.on('disconnect', () => {
      reject(
        new EnvironmentError(failed ?? `The environment's process has ended; see ${join(STATE, 'environment.log')}.`),
      );
    });
  });
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
  tell({ progress: line });
}

function tell(message: z.infer<typeof MESSAGE>): void {
  // Nobody listens any more once the environment is up.
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
