/** What the page knows of who is signed in. The refresh token is not here: it stays in a cookie that no script can read. */
export interface Session {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly role: 'customer' | 'operator';
  readonly customer_id?: string;
}

/** An answer of 400 or more, in the words of whoever gave it. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'Refused';
    this.status = status;
  }
}

type Fetch = typeof fetch;

/** So long before its end a token is renewed, seconds. */
const RENEW_BEFORE = 60;

/** The session of this page: kept in memory, renewed by the cookie, one renewal at a time. */
export class SessionStore {
  #session: Session | undefined;
  #renewal: Promise<Session | undefined> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #fetch: Fetch;

  constructor(doFetch: Fetch = (input, init) => fetch(input, init)) {
    this.#fetch = doFetch;
  }

  get current(): Session | undefined {
    return this.#session;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws Refused */
  async signIn(username: string, password: string): Promise<void> {
    this.#keep(await this.#ask<Session>('POST', '/session', { username, password }));
  }

  /** Renews the session by its cookie; undefined when nobody is signed in any more. Whoever asks meanwhile gets the same answer. */
  renew(): Promise<Session | undefined> {
    this.#renewal ??= this.#askForRenewal().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async signOut(): Promise<void> {
    // Its answer would sign in again, here and in the cookie.
    if (this.#renewal) await this.#renewal.catch(() => undefined);
    const token = this.#session?.access_token;
    this.#keep(undefined);
    await this.#ask('DELETE', '/session', undefined, token);
  }

  async #askForRenewal(): Promise<Session | undefined> {
    try {
      this.#keep(await oneTabAtATime(() => this.#ask<Session>('POST', '/session/refresh', {})));
    } catch (error) {
      // Without a line nobody knows whether the session is over.
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.#keep(undefined);
    }
    return this.#session;
  }

  #keep(session: Session | undefined): void {
    this.#session = session;
    clearTimeout(this.#timer);
    if (session) {
      const wait = Math.max(1, session.expires_in - RENEW_BEFORE) * 1000;
      this.#timer = setTimeout(() => void this.renew().catch(() => undefined), wait);
    }
    for (const listener of this.#listeners) listener();
  }

  async #ask<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    return send<T>(this.#fetch, { method, path, body, token });
  }
}

/** All tabs share the cookie: two that spent the same refresh token would end the session of both. Missing where the page is not secure. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks ? locks.request('optiinfra-session', work) : work();
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON; absent where there is nothing to say. */
  readonly body?: unknown;
  /** Of whoever asks. */
  readonly token?: string | undefined;
}

/** @throws Refused */
export async function send<T>(doFetch: Fetch, { method, path, body, token }: Asked): Promise<T> {
  const response = await doFetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answerOf<T>(response);
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  throw new Refused(response.status, detailOf(text));
}

function detailOf(text: string): string {
  try {
    return String((JSON.parse(text) as { readonly detail?: string }).detail ?? 'OptiInfra refused this.');
  } catch {
    return 'OptiInfra cannot be reached at the moment.';
  }
}
