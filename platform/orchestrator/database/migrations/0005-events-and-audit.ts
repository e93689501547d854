import { type Kysely, sql } from 'kysely';

/**
 * What customers are told, and the audit trail. Event ids come from a counter per customer whose row stays locked until the change commits,
 * so that ids become visible in their order and a listener that reads after its last id misses none. The audit trail belongs to nobody's
 * life cycle (no foreign key) and refuses every change.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event_counters (
      customer_id uuid primary key references customers on delete cascade,
      last_id integer not null
    );

    create table events (
      customer_id uuid not null references customers on delete cascade,
      id integer not null,
      type text not null,
      at timestamptz not null default now(),
      message text not null,
      data jsonb not null default '{}',
      primary key (customer_id, id)
    );

    create table audit_log (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      customer_id uuid,
      actor_type text not null,
      actor_id text not null,
      action text not null,
      subject_type text not null,
      subject_id text not null,
      details jsonb not null default '{}'
    );
    create index audit_log_customer on audit_log (customer_id, id);

    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit trail cannot be changed';
    end
    $$;
    create trigger audit_log_rows before update or delete on audit_log
      for each row execute function refuse_audit_change();
    create trigger audit_log_table before truncate on audit_log
      for each statement execute function refuse_audit_change();
  `.execute(db);
}
