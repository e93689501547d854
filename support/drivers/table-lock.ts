import { Client } from 'pg';
import type { Journal } from './journal';

/**
 * Keeps everybody else from writing a table, as a long report or a maintenance job does that holds it: whoever wants to write it stands still.
 * Reading goes on. Only for an environment that nobody shares.
 */
export class TableLock {
  private constructor(
    private readonly client: Client,
    private readonly table: string,
    private readonly journal: Journal,
  ) {}

  /** @param url of the database, as the owner of the table @param table a name of our own, never anybody's input */
  static async take(url: string, table: string, journal: Journal): Promise<TableLock> {
    const client = new Client({ connectionString: url });
    client.on('error', () => {}); // The lock ends with its line; whoever waits then goes on.
    await client.connect();
    const sql = `lock table ${table} in share mode`;
    const lock = async () => {
      await client.query('begin');
      await client.query(sql);
    };
    await journal.timed('PostgreSQL', sql, lock, () => 'held');
    return new TableLock(client, table, journal);
  }

  /** How many stand still because of it. */
  async waiting(): Promise<number> {
    const sql = 'select count(*)::integer as waiting from pg_locks where not granted and relation = $1::regclass';
    const ask = async () => (await this.client.query<{ waiting: number }>(sql, [this.table])).rows[0]?.waiting ?? 0;
    return await this.journal.timed('PostgreSQL', `waiting for ${this.table}`, ask, String);
  }

  /** Lets them go on. Doing so again changes nothing. */
  async release(): Promise<void> {
    await this.client.end();
  }
}
