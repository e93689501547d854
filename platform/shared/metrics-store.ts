import { type ClickHouseClient, createClient, type QueryParams } from '@clickhouse/client';
import type { components } from '../../contracts/generated/openapi.ts';
import { reaching } from './store-outage.ts';

export type MetricType = components['schemas']['MetricType'];

/** What customers may ask for, and what is kept besides: the parts, by cloud, of the past's monthly_cost. */
export type StoredType = MetricType | 'monthly_cost_part';

/** One measured value of a customer. */
export interface Measurement {
  readonly customerId: string;
  readonly metricType: StoredType;
  /** The deployment, the replica ids, the machine or the cloud that it concerns; empty for the whole customer. */
  readonly scope: string;
  readonly timestamp: Date;
  /** US dollars a month, seconds, or a share 0..1, by type. */
  readonly value: number;
}

export interface MeasurementQuery {
  readonly customerId: string;
  readonly metricType?: StoredType | undefined;
  /** Both ends included. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** The newest so many; all without it. */
  readonly limit?: number | undefined;
}

/** What the platform measured, kept in ClickHouse. Errors are those of the client, or a StoreOutage. */
export class MetricsStore {
  readonly #client: ClickHouseClient;
  readonly #database: string;

  constructor(options: { readonly url: string; readonly database: string }) {
    this.#client = createClient({ url: options.url, clickhouse_settings: settings });
    this.#database = options.database;
  }

  /** Makes database and table where they are missing. */
  async prepare(): Promise<void> {
    await this.#command({ query: `CREATE DATABASE IF NOT EXISTS ${this.#database}` });
    await this.#command({ query: `CREATE TABLE IF NOT EXISTS ${this.#table} ${tableDefinition}` });
  }

  /** Readable by everyone once this is answered. */
  async record(measurements: readonly Measurement[]): Promise<void> {
    if (measurements.length === 0) return;
    const values = measurements.map(toRow);
    await reaching(STORE, () => this.#client.insert({ table: this.#table, values, format: 'JSONEachRow' }));
  }

  /**
   * Records what is known of the past in the place of what is there of the same scopes and moments, so that it may be recorded again. All of
   * one customer and type. Two calls at once may each find nothing; what both record is there twice then, and read once.
   */
  async replace(measurements: readonly Measurement[]): Promise<void> {
    const [first] = measurements;
    if (first === undefined) return;
    const series = { customerId: first.customerId, metricType: first.metricType };
    const moments = measurements.map(({ timestamp }) => timestamp.getTime());
    const range = { from: new Date(Math.min(...moments)), to: new Date(Math.max(...moments)) };
    const there = await this.read({ ...series, ...range });
    const known = new Map(there.map((measurement) => [placeOf(measurement), measurement.value]));
    const isAsBefore = (each: Measurement) => known.get(placeOf(each)) === each.value;
    if (measurements.some((each) => known.has(placeOf(each)) && !isAsBefore(each))) {
      await this.#remove(series, { scopes: measurements.map(({ scope }) => scope), moments });
      await this.record(measurements);
    } else {
      await this.record(measurements.filter((each) => !isAsBefore(each)));
    }
  }

  /** Oldest first. Of one type and scope there is one value at a moment. */
  async read(query: MeasurementQuery): Promise<readonly Measurement[]> {
    const rows = await this.#rows({
      query: `SELECT customer_id, metric_type, scope, toUnixTimestamp64Milli(timestamp) AS milliseconds, value
              FROM ${this.#table} WHERE ${conditions(query).join(' AND ')}
              ORDER BY timestamp DESC LIMIT 1 BY metric_type, timestamp, scope
              ${query.limit === undefined ? '' : 'LIMIT {limit:UInt32}'}`,
      query_params: {
        customerId: query.customerId,
        metricType: query.metricType,
        from: query.from?.getTime(),
        to: query.to?.getTime(),
        limit: query.limit,
      },
    });
    return rows.map(fromRow).reverse();
  }

  /** The newest of each type and scope, in no order. */
  async readNewest(customerId: string, types: readonly MetricType[]): Promise<readonly Measurement[]> {
    const rows = await this.#rows({
      query: `SELECT customer_id, metric_type, scope, toUnixTimestamp64Milli(max(timestamp)) AS milliseconds,
                argMax(value, timestamp) AS value
              FROM ${this.#table} WHERE customer_id = {customerId:UUID} AND metric_type IN {types:Array(String)}
              GROUP BY customer_id, metric_type, scope`,
      query_params: { customerId, types },
    });
    return rows.map(fromRow);
  }

  /** Forgets a customer; nothing of it can be read once this is answered. */
  async removeCustomer(customerId: string): Promise<void> {
    // A deletion rewrites parts of the table, whether there is anything to delete or not.
    if ((await this.read({ customerId, limit: 1 })).length === 0) return;
    await this.#command({
      query: `DELETE FROM ${this.#table} WHERE customer_id = {customerId:UUID}`,
      query_params: { customerId },
      clickhouse_settings: { lightweight_deletes_sync: '2' },
    });
  }

  async isReachable(): Promise<boolean> {
    return (await this.#client.ping()).success;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #remove(
    series: Pick<Measurement, 'customerId' | 'metricType'>,
    { scopes, moments }: { readonly scopes: readonly string[]; readonly moments: readonly number[] },
  ): Promise<void> {
    await this.#command({
      query: `DELETE FROM ${this.#table} WHERE customer_id = {customerId:UUID} AND metric_type = {metricType:String}
              AND scope IN {scopes:Array(String)} AND toUnixTimestamp64Milli(timestamp) IN {moments:Array(Int64)}`,
      query_params: { ...series, scopes: [...new Set(scopes)], moments: [...new Set(moments)] },
      clickhouse_settings: { lightweight_deletes_sync: '2' },
    });
  }

  async #command(command: Parameters<ClickHouseClient['command']>[0]): Promise<void> {
    await reaching(STORE, () => this.#client.command(command));
  }

  #rows(query: Pick<QueryParams, 'query' | 'query_params'>): Promise<readonly Row[]> {
    return reaching(STORE, async () => (await this.#client.query({ ...query, format: 'JSONEachRow' })).json<Row>());
  }

  get #table(): string {
    return `${this.#database}.metrics`;
  }
}

const STORE = 'ClickHouse';

interface Row {
  readonly customer_id: string;
  readonly metric_type: StoredType;
  readonly scope: string;
  readonly milliseconds: string | number;
  readonly value: number;
}

/** Inserts are synchronous: what a task has measured must be there when the task is answered. */
const settings = { async_insert: 0, date_time_input_format: 'best_effort' } as const;

const tableDefinition = `(
  customer_id UUID,
  metric_type LowCardinality(String),
  scope String,
  timestamp DateTime64(3, 'UTC'),
  value Float64
) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (customer_id, metric_type, timestamp)`;

function conditions(query: MeasurementQuery): readonly string[] {
  const found = ['customer_id = {customerId:UUID}'];
  if (query.metricType !== undefined) found.push('metric_type = {metricType:String}');
  if (query.from !== undefined) found.push('timestamp >= fromUnixTimestamp64Milli({from:Int64})');
  if (query.to !== undefined) found.push('timestamp <= fromUnixTimestamp64Milli({to:Int64})');
  return found;
}

/** What tells points of one series apart. */
function placeOf({ scope, timestamp }: Measurement): string {
  return `${timestamp.getTime()} ${scope}`;
}

function toRow(measurement: Measurement): Readonly<Record<string, string | number>> {
  return {
    customer_id: measurement.customerId,
    metric_type: measurement.metricType,
    scope: measurement.scope,
    timestamp: measurement.timestamp.toISOString(),
    value: measurement.value,
  };
}

function fromRow(row: Row): Measurement {
  return {
    customerId: row.customer_id,
    metricType: row.metric_type,
    scope: row.scope,
    timestamp: new Date(Number(row.milliseconds)),
    value: row.value,
  };
}
