import { type Kysely, sql } from 'kysely';

/**
 * What a check may read of the database's own statistics (contracts/store-views.yaml): of the platform's statements alone, with the owner's
 * eyes, and without those that set something up, in which a password may stand. PL/pgSQL looks for the extension when it is asked.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function acceptance.statement_statistics()
    returns table (statement_id text, statement text, calls bigint, total_milliseconds double precision)
    language plpgsql stable security definer set search_path = pg_catalog, public as $$
    begin
      return query
        select one.queryid::text, one.query, one.calls, one.total_exec_time
        from pg_stat_statements one
        where one.userid = current_user::regrole and one.toplevel
          and one.dbid = (select oid from pg_database where datname = current_database())
          and one.query ~* '^\\s*(with|select|insert|update|delete)\\M';
    end $$;

    create view acceptance.statements as select * from acceptance.statement_statistics();
  `.execute(db);
}
