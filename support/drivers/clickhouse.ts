import { type ClickHouseClient, createClient } from '@clickhouse/client';
import type { Journal } from './journal';

/** A read-only look into the metrics store. */
export class ClickHouse {
  readonly #client: ClickHouseClient;

  constructor(
    options: { readonly url: string; readonly database: string },
    private readonly journal: Journal,
  ) {
    this.#client = createClient({ url: options.url, database: options.database });
  }

  /** @param where typed parameters as in ClickHouse: `customer_id = {customer:UUID}` */
  async rows<Row extends object>(query: string, parameters: Readonly<Record<string, string>>): Promise<readonly Row[]> {
    const ask = async () => {
      const result = await this.#client.query({ query, query_params: parameters, format: 'JSONEachRow' });
      return await result.json<Row>();
    };
    return await this.journal.timed('ClickHouse', query, ask, (rows) => ({ answer: `${rows.length} rows`, rows }));
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
