import { EventEmitter } from 'node:events';
import type { WakeupLine } from '../stores/wakeups.ts';

/** Wakes listeners of this process only. */
export class LocalWakeups implements WakeupLine {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  async publish(names: Iterable<string>): Promise<void> {
    for (const name of names) this.#emitter.emit(name);
  }

  listen(channel: string, wake: () => void): () => void {
    this.#emitter.on(channel, wake);
    return () => void this.#emitter.off(channel, wake);
  }
}
