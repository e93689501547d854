import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/events.ts';
import type { Change, Reader } from '../database/change.ts';
import type { EventRow } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';

export type Event = components['schemas']['Event'];

export interface NewEvent {
  readonly customerId: string;
  readonly type: Event['type'];
  /** In words for the customer. */
  readonly message: string;
  readonly data?: Event['data'];
}

/** Tells the customer, when the change is committed. To be called last in a change: it holds up the customer's other events until then. */
export async function emitEvent(change: Change, event: NewEvent): Promise<void> {
  const { last_id } = await change.trx
    .insertInto('event_counters')
    .values({ customer_id: event.customerId, last_id: 1 })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ last_id: sql`event_counters.last_id + 1` }))
    .returning('last_id')
    .executeTakeFirstOrThrow();
  await change.trx
    .insertInto('events')
    .values({
      customer_id: event.customerId,
      id: last_id,
      type: event.type,
      message: event.message,
      data: JSON.stringify(event.data ?? {}),
    })
    .execute();
  change.wake(channels.events(event.customerId));
}

/** Oldest first, at most `limit`. */
export async function eventsAfter(
  db: Reader,
  customerId: string,
  options: { readonly after: number; readonly limit: number },
): Promise<readonly Event[]> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('id', '>', options.after)
    .orderBy('id')
    .limit(options.limit)
    .execute();
  return rows.map(toEvent);
}

/** The id of the newest event; 0 where there is none. */
export async function lastEventId(db: Reader, customerId: string): Promise<number> {
  const row = await db
    .selectFrom('event_counters')
    .select('last_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.last_id ?? 0;
}

function toEvent(row: EventRow): Event {
  return {
    id: row.id,
    // Only emitEvent writes the table.
    type: row.type as Event['type'],
    customer_id: row.customer_id,
    at: row.at.toISOString(),
    message: row.message,
    data: row.data as Event['data'],
  };
}
