import type { Chdb, ChdbSession } from './chdb.ts';
import { exception } from './exceptions.ts';
import type { SessionRequest } from './statement.ts';

/**
 * Hands out native sessions: a new one for each statement, so that statements run in parallel, and a kept one for each
 * session id until nobody has used it for its timeout.
 */
export class Sessions {
  readonly #kept = new Map<string, KeptSession>();
  readonly #chdb: Chdb;
  readonly #dataDir: string;

  constructor(chdb: Chdb, dataDir: string) {
    this.#chdb = chdb;
    this.#dataDir = dataDir;
  }

  /** Runs work in the session asked for; undefined asks for one of its own. */
  async use<T>(request: SessionRequest | undefined, work: (session: ChdbSession) => Promise<T>): Promise<T> {
    if (request !== undefined) return this.#useKept(request, work);
    const session = new this.#chdb.Session(this.#dataDir);
    try {
      return await work(session);
    } finally {
      session.close();
    }
  }

  close(): void {
    for (const id of [...this.#kept.keys()]) this.#forget(id);
  }

  async #useKept<T>(request: SessionRequest, work: (session: ChdbSession) => Promise<T>): Promise<T> {
    const kept = this.#kept.get(request.id) ?? this.#create(request);
    if (kept.busy) throw exception('SESSION_IS_LOCKED', `Session ${request.id} is locked by a concurrent client`);
    clearTimeout(kept.expiry);
    kept.busy = true;
    try {
      return await work(kept.session);
    } finally {
      kept.busy = false;
      if (this.#kept.get(request.id) === kept) {
        kept.expiry = setTimeout(() => this.#forget(request.id), request.timeoutSeconds * 1000).unref();
      }
    }
  }

  #create(request: SessionRequest): KeptSession {
    if (request.mustExist) throw exception('SESSION_NOT_FOUND', `Session ${request.id} not found`);
    const kept: KeptSession = { session: new this.#chdb.Session(this.#dataDir), busy: false, expiry: undefined };
    this.#kept.set(request.id, kept);
    return kept;
  }

  #forget(id: string): void {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    clearTimeout(kept.expiry);
    this.#kept.delete(id);
    kept.session.close();
  }
}

interface KeptSession {
  readonly session: ChdbSession;
  busy: boolean;
  expiry: NodeJS.Timeout | undefined;
}
