import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Addresses } from '../environment/addresses';
import { EnvironmentError } from '../environment/environment';
import { PROJECT } from '../environment/paths';
import { readStanding } from '../environment/standing';

/** The environment that stays, for as long as a command needs it. */
export interface Used extends AsyncDisposable {
  readonly addresses: Addresses;
  /** Whether this command started it, and so ends it. */
  readonly own: boolean;
}

/** Uses the environment that is up; starts one where none is, which ends with the use. @throws {EnvironmentError} */
export async function useStanding(signal: AbortSignal): Promise<Used> {
  const up = readStanding()?.addresses;
  if (up !== undefined) return { addresses: up, own: false, [Symbol.asyncDispose]: async () => undefined };
  await environment('up', signal);
  const addresses = readStanding()?.addresses;
  if (addresses === undefined) throw new EnvironmentError('The environment that was started is gone again.');
  return { addresses, own: true, [Symbol.asyncDispose]: () => environment('down') };
}

/** The commands `env:up` and `env:down`, each in a process of its own, as people run them. @throws {EnvironmentError} */
export async function environment(command: 'up' | 'down', signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const program = ['--require', 'ts-node/register', join(PROJECT, 'support/commands/env.ts'), command];
  const child = spawn(process.execPath, program, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const callOff = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', callOff, { once: true });
  const [[code], output, complaints] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  signal?.removeEventListener('abort', callOff);
  signal?.throwIfAborted();
  if (code !== 0) throw new EnvironmentError(`"npm run env:${command}" failed:\n${complaints}${output}`.trim());
}
