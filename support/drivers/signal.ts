import type { Wake } from '../eventually';

/** Wakes whoever waits for something to happen. */
export class Signal implements Wake {
  readonly #sleepers = new Set<(isHeard: boolean) => void>();

  /** Something has happened. */
  give(): void {
    for (const wake of [...this.#sleepers]) wake(true);
  }

  next(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (isHeard: boolean) => {
        clearTimeout(timer);
        this.#sleepers.delete(done);
        resolve(isHeard);
      };
      const timer = setTimeout(() => done(false), milliseconds);
      this.#sleepers.add(done);
    });
  }
}
