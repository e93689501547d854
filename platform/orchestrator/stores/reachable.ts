import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../shared/logger.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 250;

/** Does what needs a store that may still be starting: tries again for half a minute. */
export async function whenReachable<T>(store: string, logger: Logger, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${store} cannot be reached`, { cause: error });
      logger.info({ store, err: error }, 'waiting for a store');
      await delay(PAUSE_MS);
    }
  }
}
