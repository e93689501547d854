import { hostname } from 'node:os';
import { WebSocket } from 'ws';
import manifest from '../package.json' with { type: 'json' };
import type { Logger } from '../shared/logger.ts';
import { badGateway, badRequest, Problem, unauthorized } from '../shared/problem.ts';
import type { InstallCommand } from './install-command.ts';

export interface LineOptions {
  readonly server: InstallCommand;
  /** What is said first on every connection. */
  readonly greeting: () => Promise<string>;
  readonly onMessage: (text: string) => void;
  readonly logger: Logger;
}

/** The runtime's connection to OptiInfra. It comes back by itself, unless the token is refused. */
export class Line {
  readonly #options: LineOptions;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** @throws Problem 401 for a token that is refused, 400 for a request that is, 502 where nobody answers */
  async open(): Promise<void> {
    await introduce(this.#options.server);
    const greeting = await this.#options.greeting();
    await connect(this.#options.server, (socket) => this.#opened(socket, greeting));
  }

  /** Tries until it is open, unless the token is refused. */
  openWhenPossible(): void {
    void this.#reopen();
  }

  /** Says it if there is somebody to hear it; answers whether there was. */
  send(text: string): boolean {
    if (!this.#socket || !this.isOpen) return false;
    this.#socket.send(text);
    return true;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  #opened(socket: WebSocket, greeting: string): void {
    if (this.#closed) {
      socket.terminate();
      return;
    }
    socket.on('message', (data) => this.#options.onMessage(String(data)));
    socket.on('close', (code) => this.#lost(code));
    socket.on('error', (error) => this.#options.logger.warn({ err: error }, 'the line broke'));
    socket.send(greeting);
    this.#socket = socket;
    this.#failures = 0;
    this.#options.logger.info('the line is open');
  }

  #lost(code: number): void {
    this.#options.logger.info({ code }, 'the line is closed');
    if (code === unauthorizedCode || code === forbiddenCode) this.#closed = true;
    this.#reopenLater();
  }

  #reopenLater(): void {
    if (this.#closed) return;
    const delay = Math.min(firstRetry * 2 ** this.#failures, slowestRetry);
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#reopen(), delay);
  }

  async #reopen(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      this.#options.logger.warn({ err: error, failures: this.#failures }, 'the line cannot be opened');
      if (error instanceof Problem && error.status === 401) this.#closed = true;
      this.#reopenLater();
    }
  }
}

/** The close codes of contracts/events.yaml. */
const unauthorizedCode = 4401;
const forbiddenCode = 4403;

/** Wall milliseconds. */
const firstRetry = 100;
const slowestRetry = 1_500;
const answerLimit = 5_000;

async function introduce({ server, customerId, token }: InstallCommand): Promise<void> {
  const body = { customer_id: customerId, agent_token: token, hostname: hostname(), version: manifest.version };
  const response = await fetch(`${server}/agent-runtime/connect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerLimit),
  }).catch(() => {
    throw badGateway(`OptiInfra does not answer at ${server}`);
  });
  if (response.ok) return;
  if (response.status === 401) throw unauthorized(`OptiInfra at ${server} refuses the token of customer ${customerId}`);
  if (response.status === 400) throw badRequest(`OptiInfra at ${server} does not understand the connection`);
  throw badGateway(`OptiInfra at ${server} answers the connection with ${response.status}`);
}

/** @param opened called before the socket says anything: its first words may come along with the answer that opens it */
function connect({ server, customerId, token }: InstallCommand, opened: (socket: WebSocket) => void): Promise<void> {
  const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/ws/agent-runtime`, {
    headers: { authorization: `Bearer ${token}`, 'x-customer-id': customerId },
    handshakeTimeout: answerLimit,
  });
  return new Promise((resolve, reject) => {
    const fail = () => reject(badGateway(`OptiInfra at ${server} does not open the line /ws/agent-runtime`));
    socket.once('error', fail);
    socket.once('open', () => {
      socket.off('error', fail);
      opened(socket);
      resolve();
    });
  });
}
