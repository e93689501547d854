import { type Kysely, sql } from 'kysely';

/** How conflicts between recommendations are settled, what of it is carried out, and which agents have been told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table resolutions (
      id uuid primary key default gen_random_uuid(),
      customer_id uuid not null references customers on delete cascade,
      status text not null check (status in ('proposed', 'executing', 'executed', 'stopped')),
      strategy text not null,
      conflicts jsonb not null,
      plan jsonb not null,
      reason text not null,
      agents_heard text[] not null,
      problem text,
      approved_by text,
      created_at timestamptz not null default now(),
      approved_at timestamptz,
      ended_at timestamptz
    );
    create index resolutions_customer on resolutions (customer_id, created_at);

    alter table optimizations add column resolution_id uuid references resolutions on delete set null;
    create index optimizations_resolution on optimizations (resolution_id);

    create table agent_events (
      id bigint generated always as identity primary key,
      customer_id uuid not null references customers on delete cascade,
      resolution_id uuid not null references resolutions on delete cascade,
      agent_type text not null,
      event_type text not null,
      at timestamptz not null default now(),
      unique (resolution_id, agent_type, event_type)
    );

    create view acceptance.resolutions as
      select id as resolution_id, customer_id, status, strategy, created_at, approved_at, ended_at from resolutions;

    create view acceptance.agent_events as
      select customer_id, resolution_id, agent_type, event_type, at from agent_events;
  `.execute(db);
}
