import { type Kysely, sql } from 'kysely';

/** From the analysis over the customer's decision to the steps carried out and what came of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table analyses (
      id uuid primary key default gen_random_uuid(),
      customer_id uuid not null references customers on delete cascade,
      agent_type text not null,
      status text not null check (status in ('started', 'completed', 'failed')),
      error text,
      findings jsonb not null default '[]',
      created_at timestamptz not null default now(),
      completed_at timestamptz
    );
    create index analyses_customer on analyses (customer_id);

    create table recommendations (
      id uuid primary key default gen_random_uuid(),
      customer_id uuid not null references customers on delete cascade,
      analysis_id uuid not null references analyses on delete cascade,
      type text not null,
      status text not null check (status in ('pending', 'approved', 'rejected', 'withdrawn', 'expired')),
      agent_type text not null,
      risk_level text not null check (risk_level in ('low', 'medium', 'high', 'critical')),
      risk_assessed_by text not null,
      estimated_savings_cents integer not null,
      confidence double precision not null check (confidence between 0 and 1),
      title text not null,
      description text not null,
      instance_ids text[] not null,
      facts jsonb not null default '{}',
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    );
    create index recommendations_customer on recommendations (customer_id, created_at);
    create index recommendations_analysis on recommendations (analysis_id);

    create table validations (
      recommendation_id uuid not null references recommendations on delete cascade,
      agent_type text not null,
      approved boolean not null,
      reason text not null,
      baseline_established boolean,
      facts jsonb not null default '{}',
      created_at timestamptz not null default now(),
      primary key (recommendation_id, agent_type)
    );

    create table decisions (
      recommendation_id uuid primary key references recommendations on delete cascade,
      customer_id uuid not null references customers on delete cascade,
      decision text not null check (decision in ('approved', 'rejected')),
      decided_by text not null,
      decided_at timestamptz not null default now(),
      reason text
    );

    create table optimizations (
      id uuid primary key default gen_random_uuid(),
      customer_id uuid not null references customers on delete cascade,
      recommendation_id uuid not null unique references recommendations on delete cascade,
      type text not null,
      status text not null
        check (status in ('queued', 'executing', 'rolling_back', 'completed', 'failed', 'rolled_back')),
      state jsonb not null default '{}',
      result jsonb,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      completed_at timestamptz
    );
    create index optimizations_customer on optimizations (customer_id, created_at);

    create table optimization_steps (
      optimization_id uuid not null references optimizations on delete cascade,
      position integer not null,
      name text not null,
      agent_type text not null,
      status text not null check (
        status in ('pending', 'running', 'completed', 'failed', 'compensating', 'compensated', 'skipped')),
      started_at timestamptz,
      completed_at timestamptz,
      measurements jsonb,
      error text,
      primary key (optimization_id, position)
    );

    create table optimization_outcomes (
      optimization_id uuid primary key references optimizations on delete cascade,
      customer_id uuid not null references customers on delete cascade,
      success boolean not null,
      predicted_savings_cents integer not null,
      actual_savings_cents integer not null,
      stored_in_vector_db boolean not null default false,
      created_at timestamptz not null default now()
    );

    create table quality_baselines (
      customer_id uuid not null references customers on delete cascade,
      deployment text not null,
      model text not null,
      sample_size integer not null,
      quality double precision not null,
      wrong_words integer not null,
      hallucination_share double precision not null,
      established_at timestamptz not null default now(),
      primary key (customer_id, deployment)
    );
  `.execute(db);
}
