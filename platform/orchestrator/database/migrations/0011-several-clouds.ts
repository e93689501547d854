import { type Kysely, sql } from 'kysely';

/** A customer may let OptiInfra into an account of each provider, and work may move from one to another. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table cloud_accounts
      drop constraint cloud_accounts_pkey,
      add primary key (customer_id, provider),
      drop constraint cloud_accounts_provider_check,
      add constraint cloud_accounts_provider_check check (provider in ('aws', 'gcp'));
    alter table cloud_accounts rename column role_arn_encrypted to access_encrypted;

    alter table instances add column cloud_provider text not null default 'aws';
    alter table instances alter column cloud_provider drop default;

    alter table recommendations add column placement jsonb;
  `.execute(db);
}
