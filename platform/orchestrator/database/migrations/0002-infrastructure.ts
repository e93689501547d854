import { type Kysely, sql } from 'kysely';

/** The customer's cloud account, what was discovered in it, and the customer's runtime with the commands sent to it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cloud_accounts (
      customer_id uuid primary key references customers on delete cascade,
      onboarding_id uuid not null,
      provider text not null check (provider in ('aws')),
      region text not null,
      role_arn_encrypted bytea not null,
      status text not null check (status in ('discovering', 'discovered', 'failed')),
      problem text,
      onboarded_at timestamptz not null default now()
    );

    create table instances (
      customer_id uuid not null references customers on delete cascade,
      instance_id text not null,
      name text not null,
      instance_type text not null,
      region text not null,
      market text not null check (market in ('on_demand', 'spot')),
      fault_tolerant boolean not null,
      latency_critical boolean not null,
      launched_at timestamptz not null,
      monthly_cost_cents integer not null check (monthly_cost_cents >= 0),
      primary key (customer_id, instance_id)
    );

    create table runtime_tokens (
      token_hash bytea primary key,
      customer_id uuid not null references customers on delete cascade,
      created_at timestamptz not null default now()
    );
    create index runtime_tokens_customer on runtime_tokens (customer_id);

    create table runtimes (
      customer_id uuid primary key references customers on delete cascade,
      hostname text not null,
      version text not null,
      connected_at timestamptz not null,
      gateway_url text,
      deployments jsonb not null default '[]',
      inventory_at timestamptz
    );

    create table runtime_commands (
      id uuid primary key,
      sequence bigint generated always as identity,
      customer_id uuid not null references customers on delete cascade,
      key text not null,
      attempt integer not null,
      command jsonb not null,
      status text not null default 'waiting' check (status in ('waiting', 'succeeded', 'failed', 'abandoned')),
      error text,
      created_at timestamptz not null default now(),
      answered_at timestamptz,
      unique (customer_id, key, attempt)
    );
    create index runtime_commands_waiting on runtime_commands (customer_id, sequence) where status = 'waiting';
  `.execute(db);
}
