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

/** Carries out a change entirely or not at all, then wakes those that it concerns. */
export async function inChange<T>({ db, wakeups }: Stores, work: (change: Change) => Promise<T>): Promise<T> {
  const channels = new Set<string>();
  const result = await db.transaction().execute((trx) => work({ trx, wake: (channel) => channels.add(channel) }));
  await wakeups.publish(channels);
  return result;
}
