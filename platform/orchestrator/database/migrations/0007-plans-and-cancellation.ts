import { type Kysely, sql } from 'kysely';

/** What recommendations other than of spot machines say, cancellation, and the end at which a person must look after it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table recommendations
      add column deployment text,
      add column engine_args jsonb,
      add column target_instance_type text,
      add column bottlenecks jsonb not null default '[]';

    alter table optimizations
      add column cancel_requested_at timestamptz,
      drop constraint optimizations_status_check,
      add constraint optimizations_status_check check (status in (
        'queued', 'executing', 'rolling_back', 'completed', 'failed', 'rolled_back', 'needs_attention'));
  `.execute(db);
}
