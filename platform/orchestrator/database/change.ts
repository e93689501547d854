import type { Kysely, Transaction } from 'kysely';
import type { WakeupLine } from '../stores/wakeups.ts';
import type { Database } from './schema.ts';

/** Read access; a transaction serves as well as the database itself. */
export type Reader = Kysely<Database>;

export interface Stores {
  readonly db: Kysely<Database>;
  readonly wakeups: WakeupLine;
}

/** One transaction, and whom to wake once it is committed. */
export interface Change {
  readonly trx: Transaction<Database>;
  wake(channel: string): void;
}

/**
 * Carries out a change entirely or not at all, then wakes those that it concerns. A change that PostgreSQL gave up to let another one go on
 * is begun again, so `work` must do nothing but read and write the database.
 */
export async function inChange<T>(stores: Stores, work: (change: Change) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptChange(stores, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isGivenUp(error)) throw error;
    }
  }
}

const ATTEMPTS = 5;

/** SQLSTATE of a transaction that is to be begun again: serialization_failure, deadlock_detected. */
const GIVEN_UP: readonly string[] = ['40001', '40P01'];

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && GIVEN_UP.includes(String(error.code));
}

async function attemptChange<T>({ db, wakeups }: Stores, work: (change: Change) => Promise<T>): Promise<T> {
  const channels = new Set<string>();
  const result = await db.transaction().execute((trx) => work({ trx, wake: (channel) => channels.add(channel) }));
  await wakeups.publish(channels);
  return result;
}
