import { type Kysely, sql } from 'kysely';

/** The registry of agents, the tasks routed to them, and the orchestrators that are alive with the queue workers of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agents (
      id uuid primary key default gen_random_uuid(),
      agent_type text not null check (agent_type in ('cost', 'performance', 'resource', 'application')),
      version text not null,
      capabilities text[] not null,
      hostname text not null,
      endpoint text not null,
      pool text not null,
      status text not null check (status in ('active', 'degraded', 'unreachable', 'deregistered')),
      current_tasks integer not null default 0,
      load double precision not null default 0,
      registered_at timestamptz not null default now(),
      last_heartbeat_at timestamptz not null default now(),
      unique (agent_type, hostname)
    );

    create table agent_heartbeats (
      id bigint generated always as identity primary key,
      agent_id uuid not null references agents on delete cascade,
      status text not null,
      current_tasks integer not null,
      load double precision not null,
      received_at timestamptz not null default now()
    );
    create index agent_heartbeats_agent on agent_heartbeats (agent_id, received_at);
    create index agent_heartbeats_received on agent_heartbeats (received_at);

    create table tasks (
      id uuid primary key,
      customer_id uuid not null references customers on delete cascade,
      task_type text not null,
      agent_type text not null,
      agent_id uuid references agents on delete set null,
      status text not null check (status in ('running', 'completed', 'failed')),
      attempts integer not null default 0,
      error text,
      created_at timestamptz not null default now(),
      completed_at timestamptz
    );
    create index tasks_running on tasks (agent_id) where status = 'running';
    create index tasks_customer on tasks (customer_id);

    create table orchestrator_leases (
      orchestrator_id uuid primary key,
      worker_ids text[] not null,
      renewed_at timestamptz not null default now()
    );
  `.execute(db);
}
