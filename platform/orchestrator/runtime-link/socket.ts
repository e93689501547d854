import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { bearerToken } from '../auth/authentication.ts';
import { inChange, type Stores } from '../database/change.ts';
import { closeCodes, coalesced, keepAlive } from '../sockets.ts';
import { channels } from '../stores/wakeups.ts';
import { keepResult, waitingCommands } from './commands.ts';
import { isRuntimeToken } from './installation.ts';
import { keepInventory } from './inventory.ts';
import { type RuntimeMessage, runtimeMessageSchema } from './messages.ts';

/** Serves /ws/agent-runtime: the line of one customer's runtime. */
export function serveRuntime(stores: Stores): (socket: WebSocket, request: FastifyRequest) => void {
  return (socket, request) => {
    // What arrives while the token is looked up waits its turn.
    const inbox = new Inbox(socket);
    void open(stores, socket, request)
      .then((customerId) => {
        if (customerId !== undefined) return inbox.begin((data) => receive(stores, customerId, data));
      })
      .catch((error: unknown) => {
        request.log.warn({ err: error }, "the line of a customer's runtime is closed after an error");
        socket.close(error instanceof MalformedMessage ? closeCodes.malformed : 1011);
      });
  };
}

class MalformedMessage extends Error {}

async function open(stores: Stores, socket: WebSocket, request: FastifyRequest): Promise<string | undefined> {
  const customerId = await authenticate(stores, request);
  if (customerId === undefined) {
    socket.close(closeCodes.unauthenticated, 'who are you?');
    return undefined;
  }
  // Gone while the token was looked up: nobody would tell of the end any more.
  if (socket.readyState !== socket.OPEN) return undefined;
  keepAlive(socket);
  const sent = new Set<string>();
  const deliver = coalesced(
    () => sendCommands(stores, { socket, customerId, sent }),
    (error) => {
      request.log.warn({ err: error, customer_id: customerId }, 'commands could not be delivered');
      // The runtime connects again and gets what it has not answered.
      socket.close(1011);
    },
  );
  const stopListening = stores.wakeups.listen(channels.commands(customerId), deliver);
  socket.on('close', stopListening);
  deliver();
  return customerId;
}

async function authenticate({ db }: Stores, { headers }: FastifyRequest): Promise<string | undefined> {
  const customerId = z.uuid().safeParse(headers['x-customer-id']).data;
  const token = bearerToken(headers.authorization);
  if (customerId === undefined || token === undefined) return undefined;
  return (await isRuntimeToken(db, customerId, token)) ? customerId : undefined;
}

interface Line {
  readonly socket: WebSocket;
  readonly customerId: string;
  /** Ids of the commands that went over this line already. */
  readonly sent: Set<string>;
}

async function sendCommands({ db }: Stores, { socket, customerId, sent }: Line): Promise<void> {
  const runtime = await db
    .selectFrom('runtimes')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (runtime === undefined) return socket.close(closeCodes.unauthenticated, 'not connected, or gone');
  for (const command of await waitingCommands(db, customerId)) {
    if (sent.has(command.command_id)) continue;
    sent.add(command.command_id);
    socket.send(JSON.stringify(command));
  }
}

async function receive(stores: Stores, customerId: string, data: string): Promise<void> {
  const message = parse(data);
  await inChange(stores, (change) =>
    message.kind === 'inventory'
      ? keepInventory(change, customerId, { gatewayUrl: message.gateway_url, deployments: message.deployments })
      : keepResult(change, customerId, { ...message, error: message.error ?? '' }),
  );
}

function parse(data: string): RuntimeMessage {
  try {
    return runtimeMessageSchema.parse(JSON.parse(data));
  } catch (cause) {
    throw new MalformedMessage('The runtime sent a message that is not understood', { cause });
  }
}

/** Keeps the messages of a socket until someone reads them, and hands them over one at a time. */
class Inbox {
  readonly #socket: WebSocket;
  readonly #waiting: string[] = [];
  #read: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.#waiting.push(String(data));
      this.#read?.();
    });
  }

  begin(handle: (message: string) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#read = coalesced(async () => {
        for (let message = this.#waiting.shift(); message !== undefined; message = this.#waiting.shift()) {
          await handle(message);
        }
      }, reject);
      this.#socket.on('close', () => resolve());
      this.#read();
    });
  }
}
