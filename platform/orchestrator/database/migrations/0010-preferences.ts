import { type Kysely, sql } from 'kysely';

/** What customers want to be done differently. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table customers add column preferences jsonb not null default '{}'`.execute(db);
}
