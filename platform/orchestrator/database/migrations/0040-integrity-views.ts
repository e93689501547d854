import { type Kysely, sql } from 'kysely';

/** What a check needs to see whether records are true of each other, and whether a customer who left has left anything behind. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view acceptance.analyses as
      select id as analysis_id, customer_id, agent_type, status from analyses;

    create view acceptance.events as
      select customer_id, id as event_id, type, data from events;

    create view acceptance.jobs as
      select tasks.identifier as job, payload ->> 'customerId' as customer_id, attempts, run_at
      from graphile_worker._private_jobs jobs
      join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id;
  `.execute(db);
  await createBelongings(db);
}

/** How many rows each table holds of each customer, the audit trail's aside, which stays. A table that is made later has to be added. */
async function createBelongings(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'customer_id' and table_name <> 'audit_log'
    order by table_name
  `.execute(db);
  const counts = rows.map(
    ({ name }) => sql`select ${sql.lit(name)} as place, customer_id, count(*)::integer as rows
                      from ${sql.table(name)} where customer_id is not null group by customer_id`,
  );
  const own = sql`select 'customers' as place, id as customer_id, 1 as rows from customers`;
  await sql`create view acceptance.belongings as ${sql.join([own, ...counts], sql` union all `)}`.execute(db);
}
