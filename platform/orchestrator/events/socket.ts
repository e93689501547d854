import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { Problem } from '../../shared/problem.ts';
import { type Authentication, bearerToken } from '../auth/authentication.ts';
import type { Stores } from '../database/change.ts';
import { closeCodes, coalesced, keepAlive } from '../sockets.ts';
import { channels } from '../stores/wakeups.ts';
import { eventsAfter, lastEventId } from './events.ts';

/** The subprotocol under which a browser, which cannot set headers, passes its token along as "bearer.<token>". */
export const EVENTS_PROTOCOL = 'optiinfra.v1';

const BATCH = 500;

const querySchema = z.object({
  after: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(2_147_483_647)).optional(),
});

interface Listener {
  readonly token: string | undefined;
  readonly customerId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
  /** The last event that it knows. */
  readonly after: number;
}

class Refusal extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Serves /ws/customers/{customer_id}: the customer's events, oldest first, until the session ends. */
export class EventSockets {
  readonly #stores: Stores;
  readonly #authentication: Authentication;
  readonly #admissions = new WeakMap<FastifyRequest, Listener | Refusal>();

  constructor(stores: Stores, authentication: Authentication) {
    this.#stores = stores;
    this.#authentication = authentication;
  }

  /**
   * To be called before the line is opened: whatever happens once the listener knows that it is connected must come after the event id that
   * is read here.
   */
  async admit(request: FastifyRequest): Promise<void> {
    try {
      this.#admissions.set(request, await this.#listener(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#admissions.set(request, error);
    }
  }

  serve(socket: WebSocket, request: FastifyRequest): void {
    const admission = this.#admissions.get(request);
    if (admission === undefined) throw new Error('A listener is served that was not admitted');
    // A refusal is told by a close code, for which the line must be open.
    if (admission instanceof Refusal) {
      socket.close(admission.code, admission.message);
      return;
    }
    keepAlive(socket);
    closeAt(socket, admission.expiresAt);
    this.#stream(socket, admission, (error) => {
      request.log.warn({ err: error }, 'an event listener is closed after an error');
      socket.close(1011);
    });
  }

  async #listener(request: FastifyRequest): Promise<Listener> {
    const token = tokenOf(request);
    const { principal, expiresAt } = await this.#authenticate(token);
    // The route's pattern has this one parameter.
    const { customer_id: customerId } = request.params as { readonly customer_id: string };
    const isTheirs = principal.role === 'operator' || principal.customerId === customerId.toLowerCase();
    if (!isTheirs || !z.uuid().safeParse(customerId).success) {
      throw new Refusal(closeCodes.forbidden, 'This belongs to another customer.');
    }
    const query = querySchema.safeParse(request.query);
    if (!query.success) throw new Refusal(closeCodes.malformed, 'after must be the id of an event');
    const after = query.data.after ?? (await lastEventId(this.#stores.db, customerId));
    return { token, customerId, sessionId: principal.sessionId, expiresAt, after };
  }

  async #authenticate(token: string | undefined) {
    try {
      return await this.#authentication.authenticate(token);
    } catch (error) {
      if (error instanceof Problem) throw new Refusal(closeCodes.unauthenticated, 'Who are you?');
      throw error;
    }
  }

  #stream(socket: WebSocket, listener: Listener, failed: (error: unknown) => void): void {
    const { db, wakeups } = this.#stores;
    let last = listener.after;
    const send = coalesced(async () => {
      for (;;) {
        const events = await eventsAfter(db, listener.customerId, { after: last, limit: BATCH });
        for (const event of events) socket.send(JSON.stringify(event));
        last = events.at(-1)?.id ?? last;
        if (events.length < BATCH) return;
      }
    }, failed);
    const check = coalesced(async () => {
      await this.#authenticate(listener.token).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        socket.close(error.code, 'This session has ended.');
      });
    }, failed);
    const stopEvents = wakeups.listen(channels.events(listener.customerId), send);
    const stopSession = wakeups.listen(channels.session(listener.sessionId), check);
    socket.on('close', stopEvents).on('close', stopSession);
    send();
  }
}

function tokenOf(request: FastifyRequest): string | undefined {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  const inProtocol = offered?.find((name) => name.startsWith('bearer.'))?.slice('bearer.'.length);
  return bearerToken(request.headers.authorization) ?? inProtocol;
}

/** A session that lasts longer than a timer can wait ends with its next reconnection. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function closeAt(socket: WebSocket, time: Date): void {
  const wait = Math.min(time.getTime() - Date.now(), LONGEST_TIMER_MS);
  const timer = setTimeout(() => socket.close(closeCodes.unauthenticated, 'The access token has expired.'), wait);
  socket.on('close', () => clearTimeout(timer));
}
