import { setTimeout as pause } from 'node:timers/promises';
import { type Account, machinesById } from '../shared/machines.ts';
import { TaskError } from '../shared/task.ts';

/** Wall milliseconds. */
export interface Patience {
  readonly limit: number;
  readonly interval: number;
}

/** The cloud ended machines before they ran. */
export class LostWhileStarting extends Error {}

/** @throws LostWhileStarting; TaskError instance_not_ready after the limit */
export async function awaitRunning(
  account: Account,
  instanceIds: readonly string[],
  patience: Patience,
): Promise<void> {
  const deadline = performance.now() + patience.limit;
  for (;;) {
    const machines = await machinesById(account, instanceIds);
    const running = machines.filter(({ state }) => state === 'running');
    if (running.length === instanceIds.length) return;
    const lost = machines.filter(({ state }) => state !== 'running' && state !== 'pending');
    if (lost.length > 0) {
      const names = lost.map(({ instanceId, state }) => `${instanceId} (${state})`).join(', ');
      throw new LostWhileStarting(`it took back ${names} while starting`);
    }
    if (performance.now() > deadline) {
      const message = `${running.length} of ${instanceIds.length} machines run after ${patience.limit / 1000} s`;
      throw new TaskError('instance_not_ready', message, { retryable: false });
    }
    await pause(patience.interval);
  }
}
