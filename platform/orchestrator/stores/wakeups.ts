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

/** What everyone but the wiring needs of it. */
export type WakeupLine = Pick<Wakeups, 'publish' | 'listen'>;

/** Wakes whoever waits for a change, in this orchestrator and in the others. */
export class Wakeups {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #logger: Logger;
  readonly #listeners = new EventEmitter().setMaxListeners(0);

  constructor(options: { readonly publisher: Redis; readonly subscriber: Redis; readonly logger: Logger }) {
    this.#publisher = options.publisher;
    this.#subscriber = options.subscriber;
    this.#logger = options.logger;
  }

  async start(): Promise<void> {
    this.#subscriber.on('pmessage', (_pattern: string, channel: string) => this.#listeners.emit(channel));
    // What was published while the connection was down is lost: everyone looks again.
    this.#subscriber.on('ready', () => this.#wakeAll());
    await this.#subscriber.psubscribe(...Object.values(channels).map((channel) => channel('*')));
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

  #wakeAll(): void {
    for (const name of this.#listeners.eventNames()) this.#listeners.emit(name);
  }
}
