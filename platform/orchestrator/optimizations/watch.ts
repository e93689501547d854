import { setTimeout as delay } from 'node:timers/promises';
import type { Execution } from './execution.ts';
import { cancellation, StepFailure } from './failures.ts';

/** A cancellation wakes whoever watches for it; looking from time to time is for the case that nobody was told. */
const CANCELLATION_LOOK_SECONDS = 30;

/**
 * Does work that takes a while, and looks meanwhile whether the customer cancels, and whether the cloud takes new spot machines back. Either
 * ends the work at once.
 * @throws StepFailure cancelled, spot_interrupted
 */
export async function watched<T>(execution: Execution, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const stopped = new AbortController();
  const watches = [watchCancellation(execution, ended.signal), watchInterruptions(execution, ended.signal)];
  const watching = Promise.all(watches).catch((error: unknown) => {
    stopped.abort(error);
    throw error;
  });
  try {
    return await Promise.race([work(stopped.signal), watching.then(() => never<T>())]);
  } finally {
    ended.abort();
  }
}

async function watchCancellation(execution: Execution, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const wait = execution.isCancelled(CANCELLATION_LOOK_SECONDS, ended);
    const isCancelled = await wait.catch((error: unknown) => {
      if (ended.aborted) return false;
      throw error;
    });
    if (isCancelled) throw cancellation();
  }
}

async function watchInterruptions(execution: Execution, ended: AbortSignal): Promise<void> {
  const instance_ids = newSpotMachines(execution);
  if (instance_ids.length === 0) return;
  while (!ended.aborted) {
    const { interrupted } = await execution.ask('check_spot_interruptions', { instance_ids });
    if (interrupted.length > 0) {
      const message = `The cloud takes ${interrupted.length} of the ${instance_ids.length} new spot machines back.`;
      throw new StepFailure('spot_interrupted', message);
    }
    await delay(execution.settings.guardInterval * 1000, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Those at AWS, which tells beforehand. Machines on demand are not taken back. */
function newSpotMachines(execution: Execution): string[] {
  switch (execution.identity.type) {
    case 'spot_migration':
      return execution.replacement.pairs.flatMap(({ newInstance }) => newInstance ?? []);
    case 'batch_spot_migration':
      return Object.values(execution.move.successors);
    default:
      return [];
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
