import { WebSocket } from 'ws';
import type { components } from '../../contracts/generated/events';
import type { Contract } from './contract';
import type { Journal } from './journal';
import { Signal } from './signal';

export type PlatformEvent = components['schemas']['Event'];

interface Line {
  /** Of the customer's events. */
  readonly url: string;
  /** Undefined for somebody who shows none. */
  readonly token: string | undefined;
  readonly contract: Contract;
  readonly journal: Journal;
}

/** The other side will not have us on its line: it closed it with one of the contract's codes, or answered the handshake with a 4xx. */
export class LineRefused extends Error {
  override readonly name = 'LineRefused';
  constructor(readonly code: number) {
    super(`The line of live events was refused (${code})`);
  }
}

/** Wall milliseconds before a lost line is opened again; the pause doubles with every failure. */
const RETRY = { first: 50, most: 400 } as const;

/**
 * A customer's live events, from the first one on. Everything is kept, so a step can look for what has already happened; each new message
 * wakes whoever waits. Messages that break the contract fail the next look. A line that is lost is opened again after the last event heard,
 * as the contract says that nothing is missed then; one that is refused stays closed, and fails the next look as well.
 */
export class EventStream extends Signal {
  readonly #events: PlatformEvent[] = [];
  #failure: unknown;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(private readonly line: Line) {
    super();
  }

  /** @throws the socket's error, or LineRefused, when the line cannot be opened */
  static async open(
    url: string,
    token: string | undefined,
    options: { readonly contract: Contract; readonly journal: Journal },
  ): Promise<EventStream> {
    const stream = new EventStream({ url, token, ...options });
    await stream.#open();
    return stream;
  }

  /** Oldest first. @throws ContractBreach when a message was not what the contract declares, LineRefused when no more will come */
  get events(): readonly PlatformEvent[] {
    if (this.#failure) throw this.#failure;
    return this.#events;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  async #open(): Promise<void> {
    const { token, journal } = this.line;
    const url = `${this.line.url}?after=${this.#events.at(-1)?.id ?? 0}`;
    await journal.timed('WebSocket', `open ${url}`, async () => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const socket = new WebSocket(url, { headers, handshakeTimeout: 10_000 });
      this.#socket = socket;
      socket.on('message', (data) => this.#take(String(data)));
      await new Promise<void>((resolve, reject) => {
        socket.once('open', () => {
          socket.on('close', (code) => this.#lost(code));
          resolve();
        });
        socket.once('unexpected-response', (_, { statusCode = 0 }) => {
          reject(
            statusCode >= 400 && statusCode < 500 ? new LineRefused(statusCode) : new Error(`answered ${statusCode}`),
          );
          socket.terminate();
        });
        // Of an open line a close follows, which is enough.
        socket.on('error', reject);
      });
    });
  }

  #lost(code: number): void {
    if (isRefusal(code)) this.#failure ??= new LineRefused(code);
    this.give();
    if (this.#isClosed || isRefusal(code)) return;
    this.line.journal.add({ at: Date.now(), via: 'WebSocket', what: 'line lost', answer: `${code}`, milliseconds: 0 });
    this.#openLater(RETRY.first);
  }

  #openLater(pause: number): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#open().catch((error: unknown) => {
        if (error instanceof LineRefused) this.#fail(error);
        else this.#openLater(Math.min(pause * 2, RETRY.most));
      });
    }, pause);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.give();
  }

  #take(text: string): void {
    try {
      const message: unknown = JSON.parse(text);
      this.line.contract.checkSchema('Event', 'A live event', message);
      this.#events.push(message as PlatformEvent);
      this.give();
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** The contract's close codes: who are you, not yours, not understood. */
function isRefusal(code: number): boolean {
  return code >= 4400 && code < 4500;
}
