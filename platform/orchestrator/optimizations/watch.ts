import { setTimeout as delay } from 'node:timers/promises';
import type { Execution } from './execution.ts';
import { StepFailure } from './failures.ts';

/**
 * Does work that takes a while, and looks meanwhile whether the cloud takes the new machines back. An interruption ends the work at once.
 * @throws StepFailure spot_interrupted
 */
export async function watched<T>(execution: Execution, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const interrupted = new AbortController();
  const watching = watch(execution, ended.signal).catch((error: unknown) => {
    interrupted.abort(error);
    throw error;
  });
  try {
    return await Promise.race([work(interrupted.signal), watching.then(() => never<T>())]);
  } finally {
    ended.abort();
  }
}

async function watch(execution: Execution, ended: AbortSignal): Promise<void> {
  const instance_ids = execution.rollout.pairs.flatMap(({ newInstance }) => newInstance ?? []);
  while (!ended.aborted) {
    const { interrupted } = await execution.ask('check_spot_interruptions', { instance_ids });
    if (interrupted.length > 0) {
      const message = `The cloud takes ${interrupted.length} of the ${instance_ids.length} new spot machines back.`;
      throw new StepFailure('spot_interrupted', message);
    }
    await delay(execution.settings.guardInterval * 1000, undefined, { signal: ended }).catch(() => undefined);
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
