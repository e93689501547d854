import { type Kysely, sql } from 'kysely';

/** On which terms capacity is to be reserved, and which others are on sale. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table recommendations
      add column reservation jsonb,
      add column reservation_options jsonb not null default '[]';
  `.execute(db);
}
