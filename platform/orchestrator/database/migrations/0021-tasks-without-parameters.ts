import { type Kysely, sql } from 'kysely';

/** Nobody has ever written the parameters of a task: those that are asked for have none, and the others are parts of what has its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tasks drop column parameters`.execute(db);
}
