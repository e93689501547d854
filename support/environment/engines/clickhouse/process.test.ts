import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { ConfigurationError } from '../shared/config.ts';
import { runToEnd, startServer, temporaryFolder } from '../testing/server-process.ts';
import { loadChdb } from './chdb.ts';

const QUIET = { log: { level: ClickHouseLogLevel.OFF } };

describe('The ClickHouse process', () => {
  it('says that it is well, keeps its data over a restart and ends with code 0 while a statement runs', async () => {
    const folder = await temporaryFolder();
    const first = await startServer('clickhouse/main.ts', folder.path);
    const health = await fetch(`${first.url}/health`);
    assert.deepEqual(await health.json(), { status: 'ok', service: 'clickhouse' });
    const client = createClient({ ...QUIET, url: first.url });
    await client.command({ query: 'CREATE TABLE kept (n UInt8) ENGINE MergeTree ORDER BY n' });
    await client.insert({ table: 'kept', values: [{ n: 7 }], format: 'JSONEachRow' });
    const endless = client.command({ query: 'SELECT count() FROM system.numbers WHERE number % 7 = 9' });
    const cancelled = assert.rejects(endless);
    await client.ping({ select: true });
    assert.equal(await first.stop(), 0);
    await cancelled;
    await client.close();

    const second = await startServer('clickhouse/main.ts', folder.path);
    const again = createClient({ ...QUIET, url: second.url });
    const result = await again.query({ query: 'SELECT n FROM kept', format: 'JSONEachRow' });
    assert.deepEqual(await result.json(), [{ n: 7 }]);
    await again.close();
    await second.stop();
    await folder.remove();
  });

  it('says how to get the engine where it is missing', async () => {
    await assert.rejects(loadChdb('no-such-engine'), (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.match(error.message, /npm install --include=optional/);
      return true;
    });
  });

  it('refuses a folder another process has open', async () => {
    const folder = await temporaryFolder();
    const holder = await startServer('clickhouse/main.ts', folder.path);
    const refusal = await runToEnd('clickhouse/main.ts', { DATA_DIR: folder.path, PORT: '0' });
    assert.equal(refusal.code, 2);
    assert.match(refusal.stderr, /DATA_DIR is ".*", which the engine cannot open/);
    await holder.stop();
    await folder.remove();
  });
});
