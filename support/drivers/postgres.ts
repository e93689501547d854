import { Pool, type QueryResultRow } from 'pg';
import type { Journal } from './journal';

/** A read-only look into the views that contracts/store-views.yaml allows checks to read. */
export class Postgres {
  readonly #pool: Pool;

  constructor(
    url: string,
    private readonly journal: Journal,
  ) {
    this.#pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5000, max: 4 });
    this.#pool.on('error', () => {}); // An idle connection that breaks has no reader; each query reports its own failure.
  }

  /** @param view a view of the schema "acceptance"; @param where column values that all must match */
  async rows<Row extends QueryResultRow>(
    view: string,
    where: Readonly<Record<string, string>>,
  ): Promise<readonly Row[]> {
    const columns = Object.keys(where);
    const condition = columns.map((column, index) => `${column}::text = $${index + 1}`).join(' and ') || 'true';
    const sql = `select * from acceptance.${view} where ${condition}`;
    const result = await this.journal.timed(
      'PostgreSQL',
      sql,
      () => this.#pool.query<Row>(sql, Object.values(where)),
      ({ rows }) => ({ answer: `${rows.length} rows`, rows }),
    );
    return result.rows;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
