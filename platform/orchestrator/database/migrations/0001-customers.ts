import { type Kysely, sql } from 'kysely';

/** Who may sign in, and the sessions that are open. Refresh tokens are kept as hashes only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table customers (
      id uuid primary key default gen_random_uuid(),
      email text not null,
      company_name text not null,
      plan text not null check (plan in ('free', 'pro', 'enterprise')),
      password_hash text,
      created_at timestamptz not null default now()
    );
    create unique index customers_email on customers (lower(email));

    create table operators (
      id uuid primary key default gen_random_uuid(),
      email text not null,
      password_hash text not null
    );
    create unique index operators_email on operators (lower(email));

    create table sessions (
      id uuid primary key default gen_random_uuid(),
      customer_id uuid references customers on delete cascade,
      operator_id uuid references operators on delete cascade,
      created_at timestamptz not null default now(),
      revoked_at timestamptz,
      check (num_nonnulls(customer_id, operator_id) = 1)
    );
    create index sessions_customer on sessions (customer_id);

    create table refresh_tokens (
      token_hash bytea primary key,
      session_id uuid not null references sessions on delete cascade,
      expires_at timestamptz not null,
      spent_at timestamptz
    );
    create index refresh_tokens_session on refresh_tokens (session_id);
  `.execute(db);
}
