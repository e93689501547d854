import { WebSocket } from 'ws';
import type { components } from '../../contracts/generated/events';
import type { Contract } from './contract';
import type { Journal } from './journal';
import { Signal } from './signal';

export type PlatformEvent = components['schemas']['Event'];

/**
 * A customer's live events. Everything is kept from the moment of connecting, so a step can look for what has already happened; each new
 * message wakes whoever waits. Messages that break the contract fail the next look.
 */
export class EventStream extends Signal {
  readonly #events: PlatformEvent[] = [];
  #breach: unknown;

  private constructor(
    private readonly socket: WebSocket,
    private readonly contract: Contract,
  ) {
    super();
    socket.on('message', (data) => this.#take(String(data)));
    socket.on('close', () => this.give());
  }

  /** @throws the socket's error, or the refusal with its close code, when the line cannot be opened */
  static async open(
    url: string,
    token: string,
    options: { readonly contract: Contract; readonly journal: Journal },
  ): Promise<EventStream> {
    return await options.journal.timed('WebSocket', `open ${url}`, async () => {
      const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` }, handshakeTimeout: 10_000 });
      const stream = new EventStream(socket, options.contract);
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      return stream;
    });
  }

  /** Oldest first. @throws ContractBreach when a message was not what the contract declares */
  get events(): readonly PlatformEvent[] {
    if (this.#breach) throw this.#breach;
    return this.#events;
  }

  close(): void {
    this.socket.terminate();
  }

  #take(text: string): void {
    try {
      const message: unknown = JSON.parse(text);
      this.contract.checkSchema('Event', 'A live event', message);
      this.#events.push(message as PlatformEvent);
    } catch (error) {
      this.#breach ??= error;
    }
    this.give();
  }
}
