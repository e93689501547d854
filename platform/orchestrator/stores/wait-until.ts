import type { WakeupLine } from './wakeups.ts';

export interface Wait<T> {
  readonly channel: string;
  /** Looked at once before waiting and again after each wake-up; undefined means: not yet. */
  readonly probe: () => Promise<T | undefined>;
  readonly limitSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** For what comes true without a wake-up: how often to look anyhow. */
  readonly lookEverySeconds?: number;
}

/** Waits for something to be there; undefined when the limit came first. @throws the signal's reason when it is aborted */
export async function waitUntil<T>(wakeups: WakeupLine, wait: Wait<T>): Promise<T | undefined> {
  const deadline = AbortSignal.timeout(Math.ceil(wait.limitSeconds * 1000));
  const bell = new Bell();
  const endings = AbortSignal.any(wait.signal === undefined ? [deadline] : [deadline, wait.signal]);
  endings.addEventListener('abort', () => bell.ring(), { once: true });
  const stopListening = wakeups.listen(wait.channel, () => bell.ring());
  const clock = wait.lookEverySeconds && setInterval(() => bell.ring(), wait.lookEverySeconds * 1000);
  try {
    for (;;) {
      wait.signal?.throwIfAborted();
      const found = await wait.probe();
      if (found !== undefined || deadline.aborted) return found;
      await bell.rung();
    }
  } finally {
    stopListening();
    if (clock) clearInterval(clock);
  }
}

/** A ring that comes while nobody waits for it is not lost. */
class Bell {
  #hasRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  async rung(): Promise<void> {
    if (!this.#hasRung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#hasRung = false;
  }
}
