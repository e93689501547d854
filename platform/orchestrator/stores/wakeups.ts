import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import type { Logger } from '../../shared/logger.ts';

/** Names of the channels. A message only says "look again"; what there is to see stands in PostgreSQL. */
export const channels = {
  events: (customerId: string) => `events:${customerId}`,
  commands: (customerId: string) => `commands:${customerId}`,
  commandResult: (commandId: string) => `results:${commandId}`,
  session: (sessionId: string) => `sessions:${sessionId}`,
  agents: (agentType: string) => `agents:${agentType}`,
  task: (taskId: string) => `tasks:${taskId}`,
  cancellation: (optimizationId: string) => `cancellations:${optimizationId}`,
} as const;

/** How late a change may be seen of which nobody was told. */
const LOOK_AGAIN_MS = 2_000;

/** What everyone but the wiring needs of it. */
export type WakeupLine = Pick<Wakeups, 'publish' | 'listen'>;

/** Wakes whoever waits for a change, in this orchestrator and in the others. */
export class Wakeups {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #logger: Logger;
  readonly #listeners = new EventEmitter().setMaxListeners(0);
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { readonly publisher: Redis; readonly subscriber: Redis; readonly logger: Logger }) {
    this.#publisher = options.publisher;
    this.#subscriber = options.subscriber;
    this.#logger = options.logger;
    this.#subscriber.on('pmessage', (_pattern: string, channel: string) => this.#listeners.emit(channel));
    this.#subscriber.on('ready', () => {
      this.#subscribe().catch((error: unknown) => this.#logger.warn({ err: error }, 'could not listen again'));
    });
  }

  /** Everyone looks again from time to time too: whoever made a change may have crashed before he told of it. */
  async start(): Promise<void> {
    await this.#subscribe();
    this.#timer ??= setInterval(() => this.#wakeAll(), LOOK_AGAIN_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: the change is committed already, and those it concerns look again when Redis is back. */
  async publish(names: Iterable<string>): Promise<void> {
    try {
      await Promise.all([...new Set(names)].map((name) => this.#publisher.publish(name, '')));
    } catch (error) {
      this.#logger.warn({ err: error }, 'could not wake listeners');
    }
  }

  /** @returns a function that ends the listening */
  listen(channel: string, wake: () => void): () => void {
    this.#listeners.on(channel, wake);
    return () => void this.#listeners.off(channel, wake);
  }

  /** What was published before this is answered is lost: everyone looks again. */
  async #subscribe(): Promise<void> {
    await this.#subscriber.psubscribe(...Object.values(channels).map((channel) => channel('*')));
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const name of this.#listeners.eventNames()) this.#listeners.emit(name);
  }
}
