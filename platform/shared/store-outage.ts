/** A store that did not answer because its process or the way to it is gone, not because of what it was asked. */
export class StoreOutage extends Error {
  readonly store: string;

  constructor(store: string, cause: unknown) {
    super(`${store} cannot be reached`, { cause });
    this.name = 'StoreOutage';
    this.store = store;
  }
}

/** Does what needs the store. @throws StoreOutage where it is out of reach; whatever the work throws else */
export async function reaching<T>(store: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOutage(error) ? new StoreOutage(store, error) : error;
  }
}

/** Whether a client of a store complains that there is nobody, or nobody any more, at the other end. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof StoreOutage || OUTAGE_NAMES.has(error.name) || OUTAGE_WORDS.test(error.message)) return true;
  const code = 'code' in error ? String(error.code) : '';
  if (OUTAGE_CODES.has(code) || /^(08...|57P0[123])$/.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  return isOutage(error.cause);
}

/** Of the operating system. Those of PostgreSQL are classes 08 (connection) and 57P01 to 57P03 (shutting down, crashed, starting). */
const OUTAGE_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
]);

/** Of ioredis: it has given a command up, because the line did not come back. */
const OUTAGE_NAMES: ReadonlySet<string> = new Set(['MaxRetriesPerRequestError']);

/** Of pg, ioredis and Redis itself, which name some of these by their message only. */
const OUTAGE_WORDS =
  /^(Connection terminated|Connection is closed|Command timed out|timeout exceeded when trying to connect|Client has encountered a connection error|socket hang up|LOADING )/;
