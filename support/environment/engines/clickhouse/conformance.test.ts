import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type ServerProcess, serverUnderTest, temporaryFolder } from '../testing/server-process.ts';

describe('ClickHouse through its official client', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  let server: ServerProcess;
  let client: ClickHouseClient;

  before(async () => {
    server = await serverUnderTest('clickhouse', (await folder).path);
    client = createClient({ ...QUIET, url: server.url });
  });

  after(async () => {
    await client.close();
    await server.stop();
    await (await folder).remove();
  });

  beforeEach(async () => {
    await client.command({
      query: 'CREATE OR REPLACE TABLE reading (id UInt32, name String) ENGINE MergeTree ORDER BY id',
    });
  });

  async function rows<T>(query: string, parameters: Record<string, unknown> = {}): Promise<T[]> {
    const result = await client.query({ query, format: 'JSONEachRow', query_params: parameters });
    return result.json<T>();
  }

  it('answers ping', async () => {
    assert.deepEqual(await client.ping(), { success: true });
    assert.deepEqual(await client.ping({ select: true }), { success: true });
  });

  it('inserts rows and tells how many', async () => {
    const inserted = await client.insert({ table: 'reading', values: [ROW_1, ROW_2], format: 'JSONEachRow' });
    assert.equal(inserted.executed, true);
    assert.equal(inserted.summary?.written_rows, '2');
    assert.deepEqual(await rows('SELECT * FROM reading ORDER BY id'), [ROW_1, ROW_2]);
  });

  it('inserts from a stream, into chosen columns, in CSV', async () => {
    await client.insert({ table: 'reading', values: Readable.from([ROW_1, ROW_2]), format: 'JSONEachRow' });
    await client.insert({ table: 'reading', values: [{ id: 3 }], columns: ['id'], format: 'JSONEachRow' });
    await client.insert({
      table: 'reading',
      values: [{ id: 4 }],
      columns: { except: ['name'] },
      format: 'JSONEachRow',
    });
    await client.insert({
      table: 'reading',
      values: Readable.from(['5,five\n'], { objectMode: false }),
      format: 'CSV',
    });
    assert.deepEqual(await rows('SELECT groupArray(id) AS ids FROM (SELECT id FROM reading ORDER BY id)'), [
      { ids: [1, 2, 3, 4, 5] },
    ]);
  });

  it('keeps the rows after a blank line', async () => {
    const body = `\n\n${JSON.stringify(ROW_1)}\n\n \n${JSON.stringify(ROW_2)}\n\n`;
    const query = 'INSERT INTO reading FORMAT JSONEachRow';
    const response = await fetch(`${server.url}/?query=${encodeURIComponent(query)}`, { method: 'POST', body });
    assert.equal(response.status, 200, await response.text());
    assert.deepEqual(await rows('SELECT * FROM reading ORDER BY id'), [ROW_1, ROW_2]);
  });

  it('refuses blank lines where they would be rows, rather than lose what follows', async () => {
    const query = 'INSERT INTO reading FORMAT CSV';
    const response = await fetch(`${server.url}/?query=${encodeURIComponent(query)}`, {
      method: 'POST',
      body: '1,"one"\n\n2,"two"\n',
    });
    assert.equal(response.status, 501);
    assert.match(await response.text(), /blank line inside CSV/);
    assert.deepEqual(await rows('SELECT * FROM reading'), []);
  });

  it('makes the rows of an asynchronous insert visible at once', async () => {
    await client.insert({
      table: 'reading',
      values: [ROW_1],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 1, wait_for_async_insert: 0 },
    });
    assert.deepEqual(await rows('SELECT * FROM reading'), [ROW_1]);
  });

  it('compresses both ways', async () => {
    const zipped = createClient({ ...QUIET, url: server.url, compression: { request: true, response: true } });
    await zipped.insert({ table: 'reading', values: [ROW_1], format: 'JSONEachRow' });
    const result = await zipped.query({ query: 'SELECT * FROM reading', format: 'JSONEachRow' });
    assert.equal(result.response_headers['content-encoding'], 'gzip');
    assert.deepEqual(await result.json(), [ROW_1]);
    await zipped.close();
  });

  it('binds typed parameters', async () => {
    const text = 'O\'Brien\\\t"new"\nline';
    const found = await rows(
      `SELECT {id:UInt32} + 1 AS next, {text:String} AS text, {list:Array(String)} AS list,
        {none:Nullable(String)} AS none, {day:DateTime('UTC')} AS day, {big:UInt64} AS big`,
      { id: 41, text, list: ["a'b", 'c'], none: null, day: new Date('2026-01-02T03:04:05Z'), big: 2n ** 53n },
    );
    assert.deepEqual(found, [
      { next: 42, text, list: ["a'b", 'c'], none: null, day: '2026-01-02 03:04:05', big: 2 ** 53 },
    ]);
  });

  it('binds parameters sent as multipart', async () => {
    const result = await client.query({
      query: 'SELECT {text:String} AS text',
      query_params: { text: 'long\tlist' },
      format: 'JSONEachRow',
      use_multipart_params: true,
    });
    assert.deepEqual(await result.json(), [{ text: 'long\tlist' }]);
  });

  it('answers JSON with its summary', async () => {
    const result = await client.query({ query: 'SELECT number AS n FROM system.numbers LIMIT 2', format: 'JSON' });
    const { data, rows: count } = await result.json();
    assert.deepEqual([data, count], [[{ n: 0 }, { n: 1 }], 2]);
    const command = await client.command({ query: 'SELECT number FROM numbers(10)' });
    assert.equal(command.summary?.result_rows, '10');
  });

  it('feeds a materialized view', async () => {
    await client.command({
      query:
        'CREATE TABLE IF NOT EXISTS total (id UInt32, n AggregateFunction(count)) ENGINE AggregatingMergeTree ORDER BY id',
    });
    await client.command({
      query: 'CREATE MATERIALIZED VIEW counting TO total AS SELECT id, countState() AS n FROM reading GROUP BY id',
    });
    await client.insert({ table: 'reading', values: [ROW_1, ROW_1, ROW_2], format: 'JSONEachRow' });
    await client.insert({ table: 'reading', values: [ROW_1], format: 'JSONEachRow' });
    assert.deepEqual(await rows('SELECT id, countMerge(n) AS n FROM total GROUP BY id ORDER BY id'), [
      { id: 1, n: 3 },
      { id: 2, n: 1 },
    ]);
    await client.command({ query: 'DROP TABLE counting' });
  });

  it('throws the errors of ClickHouse', async () => {
    await refused('SELECT * FROM nowhere', { code: '60', type: 'UNKNOWN_TABLE' });
    await refused('SELECT (1', { code: '62', type: 'SYNTAX_ERROR' });
    await refused('SELECT {missing:String}', { code: '456', type: 'UNKNOWN_QUERY_PARAMETER' });
    await refused('', { code: '36', type: 'BAD_ARGUMENTS' });
    const response = await fetch(server.url, { method: 'POST', body: 'SELECT nofunction()' });
    assert.equal(response.status, 404);
    assert.equal(response.headers.get('x-clickhouse-exception-code'), '46');
    await assert.rejects(
      client.insert({ table: 'reading', values: [{ id: 'x' }], format: 'JSONEachRow' }),
      (error) => error instanceof ClickHouseError && error.message.includes('id'),
    );
    await assert.rejects(client.command({ query: 'SELECT 1', clickhouse_settings: { no_such: 1 } }), {
      code: '115',
    });
  });

  it('lets GET only read', async () => {
    const query = encodeURIComponent('DROP TABLE reading');
    const response = await fetch(`${server.url}/?query=${query}`);
    assert.equal(response.headers.get('x-clickhouse-exception-code'), '164');
    assert.deepEqual(await rows('SELECT count() AS n FROM reading'), [{ n: 0 }]);
  });

  it('honours the database and settings of a client', async () => {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS `other-one`' });
    const other = createClient({
      ...QUIET,
      url: server.url,
      database: 'other-one',
      clickhouse_settings: { max_threads: 3 },
    });
    const result = await other.query({
      query: "SELECT currentDatabase() AS name, getSetting('max_threads') AS threads",
      format: 'JSONEachRow',
    });
    assert.deepEqual(await result.json(), [{ name: 'other-one', threads: 3 }]);
    await other.close();
    const lost = createClient({ ...QUIET, url: server.url, database: 'nowhere' });
    await assert.rejects(lost.command({ query: 'SELECT 1' }), { code: '81', type: 'UNKNOWN_DATABASE' });
    await lost.close();
  });

  it('echoes the query id', async () => {
    const result = await client.query({ query: 'SELECT 1', query_id: 'query-7' });
    await result.text();
    assert.equal(result.response_headers['x-clickhouse-query-id'], 'query-7');
  });

  it('runs more statements in parallel than a default thread pool has threads', async () => {
    const endless = Array.from({ length: 6 }, () => client.command({ query: ENDLESS }));
    const cancelled = Promise.allSettled(endless);
    await runningStatements(6);
    await client.command({ query: CANCEL });
    assert.equal((await cancelled).filter(({ status }) => status === 'rejected').length, 6);
  });

  it('keeps temporary tables and settings for a session, and for nobody else', async () => {
    const session = { session_id: 'session-1' };
    await client.command({ query: 'CREATE TEMPORARY TABLE scratch (n UInt8)', ...session });
    await client.command({ query: 'INSERT INTO scratch VALUES (1), (2)', ...session });
    await client.command({ query: 'SET max_threads = 3', ...session });
    await client.command({ query: 'SELECT 1', clickhouse_settings: { max_threads: 7 }, ...session });
    const result = await client.query({
      query: "SELECT count() AS n, getSetting('max_threads') AS threads FROM scratch",
      format: 'JSONEachRow',
      ...session,
    });
    assert.deepEqual(await result.json(), [{ n: 2, threads: 3 }]);
    await refused('SELECT * FROM scratch', { code: '60', type: 'UNKNOWN_TABLE' });
  });

  it('locks a session against a second statement at a time', async () => {
    const session = { session_id: 'session-2' };
    const cancelled = assert.rejects(client.command({ query: ENDLESS, ...session }));
    await runningStatements(1);
    await assert.rejects(client.command({ query: 'SELECT 1', ...session }), { code: '373', type: 'SESSION_IS_LOCKED' });
    await client.command({ query: CANCEL });
    await cancelled;
    await client.command({ query: 'SELECT 1', ...session });
  });

  /** Looks until so many endless statements run at once; the test's own time limit ends it. */
  async function runningStatements(count: number): Promise<void> {
    const query = "SELECT count() AS n FROM system.processes WHERE query LIKE 'SELECT sleepEachRow%'";
    for (let n = 0; n < count; ) n = (await rows<{ n: number }>(query))[0]?.n ?? 0;
  }

  async function refused(query: string, error: { readonly code: string; readonly type: string }): Promise<void> {
    await assert.rejects(client.command({ query }), (thrown) => {
      assert.ok(thrown instanceof ClickHouseError, String(thrown));
      assert.deepEqual({ code: thrown.code, type: thrown.type }, error);
      return true;
    });
  }
});

const QUIET = { log: { level: ClickHouseLogLevel.OFF } };
const ROW_1 = { id: 1, name: 'one' };
const ROW_2 = { id: 2, name: 'two\nlines' };

/** Sleeps one row after the other, so that it costs no processor time and its cancellation is noticed at once. */
const ENDLESS = 'SELECT sleepEachRow(0.05) FROM numbers(100000) SETTINGS max_block_size = 1, max_threads = 1';
const CANCEL = "KILL QUERY WHERE query LIKE 'SELECT sleepEachRow%' ASYNC";
