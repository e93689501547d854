import { type Kysely, sql } from 'kysely';

/** Pools of agents, circuit breakers, tasks that wait for an agent or for each other, and what became of every attempt. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table customers add column agent_pool text not null default 'default';

    alter table agents
      drop constraint agents_agent_type_hostname_key,
      add unique (agent_type, hostname, pool),
      add column circuit text not null default 'closed' check (circuit in ('closed', 'open', 'half_open')),
      add column failures_in_a_row integer not null default 0,
      add column circuit_opened_at timestamptz,
      add column last_given_at timestamptz;
    create index agents_pool on agents (pool, agent_type);

    alter table tasks
      drop constraint tasks_status_check,
      add check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
      add column analysis_type text,
      add column parameters jsonb not null default '{}',
      add column timeout_seconds double precision,
      add column result jsonb,
      add column visit integer not null default 0,
      add column waits_for_agent boolean not null default false;
    create index tasks_waiting on tasks (agent_type) where waits_for_agent;

    create table task_needs (
      task_id uuid not null references tasks on delete cascade,
      needed_id uuid not null references tasks on delete cascade,
      needs text not null check (needs in ('result', 'end')),
      primary key (task_id, needed_id)
    );
    create index task_needs_needed on task_needs (needed_id);

    create table task_attempts (
      task_id uuid not null references tasks on delete cascade,
      number integer not null,
      agent_id uuid references agents on delete set null,
      started_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      outcome text check
        (outcome in ('completed', 'failed', 'timed_out', 'unreachable', 'malformed', 'cancelled', 'lost')),
      problem text,
      primary key (task_id, number)
    );
    create index task_attempts_open on task_attempts (agent_id) where ended_at is null;
  `.execute(db);
}
