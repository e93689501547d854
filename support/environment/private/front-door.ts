import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestTo,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { HOST } from '../embedded/listeners';

/**
 * One address, and behind it whichever orchestrator answers: what a load balancer does in production, by the usual rules (those of nginx).
 * They take turns. One that cannot be reached is passed over; one that breaks off before it has answered is passed over for what only
 * reads, anything else might be done twice and is answered with 502. A WebSocket stays with the one that it was opened at.
 */
export class FrontDoor implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #behind: readonly URL[] = [];
  #turn = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#pass(request, response));
    // Who asks closes a line that is idle: if the door did, it might be in the moment in which the next question is sent.
    this.#server.keepAliveTimeout = 0;
    this.#server.on('upgrade', (request, socket: Socket, head) => void this.#bridge(request, socket, head));
    this.#server.on('connection', (socket) => this.#keep(socket));
  }

  static async open(): Promise<FrontDoor> {
    const door = new FrontDoor();
    door.#server.listen(0, HOST);
    await once(door.#server, 'listening');
    return door;
  }

  /** Without a slash at the end. */
  get url(): string {
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @param url where an orchestrator listens, or will */
  admit(url: string): void {
    this.dismiss(url);
    this.#behind = [...this.#behind, new URL(url)];
  }

  dismiss(url: string): void {
    this.#behind = this.#behind.filter(({ origin }) => origin !== url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    for (const target of this.#candidates()) {
      const answer = await ask(target, request, body);
      if (answer instanceof Broken) {
        if (answer.mayTryElsewhere) continue;
        break;
      }
      response.writeHead(answer.statusCode ?? 502, withoutThoseOfTheLine(answer.headers));
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      return;
    }
    response.writeHead(502, { 'content-type': 'text/plain' }).end('No orchestrator has answered.');
  }

  async #bridge(request: IncomingMessage, client: Socket, head: Buffer): Promise<void> {
    client.on('error', () => client.destroy());
    for (const target of this.#candidates()) {
      const socket = await reach(target);
      if (socket === undefined) continue;
      this.#keep(socket);
      socket.write(asReceived(request));
      socket.write(head);
      socket.pipe(client).pipe(socket);
      socket.on('close', () => client.destroy());
      client.on('close', () => socket.destroy());
      return;
    }
    client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  }

  /** All of them, beginning with the one whose turn it is. */
  #candidates(): readonly URL[] {
    const first = this.#turn++ % Math.max(1, this.#behind.length);
    return [...this.#behind.slice(first), ...this.#behind.slice(0, first)];
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}

/** Headers that are about one line only (RFC 9110, 7.6.1): how long an orchestrator keeps its own says nothing about the door's. */
function withoutThoseOfTheLine({
  connection: _,
  'keep-alive': __,
  ...headers
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

/** There was no answer. */
class Broken {
  constructor(readonly mayTryElsewhere: boolean) {}
}

/** Opens a line for each request: one that was kept open would be found broken when the next request is under way already. */
function ask(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage | Broken> {
  const { hostname, port } = target;
  return new Promise((resolve) => {
    const outgoing = requestTo({ hostname, port, method, path: url, headers, agent: false }, resolve);
    outgoing.on('error', (error) => {
      const wasNotReached = Reflect.get(error, 'code') === 'ECONNREFUSED';
      resolve(new Broken(wasNotReached || method === 'GET' || method === 'HEAD'));
    });
    outgoing.end(body);
  });
}

/** Undefined where nobody listens. */
async function reach({ hostname, port }: URL): Promise<Socket | undefined> {
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    return socket;
  } catch {
    return undefined;
  }
}

function asReceived({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return [`${method} ${url} HTTP/${httpVersion}`, ...lines, '', ''].join('\r\n');
}
