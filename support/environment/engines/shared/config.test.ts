import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runToEnd } from '../testing/server-process.ts';
import { ConfigurationError, readServerConfig } from './config.ts';

describe('The configuration of a server', () => {
  it('has defaults for all but the data folder', () => {
    assert.deepEqual(readServerConfig({ DATA_DIR: '/data' }, 8123), {
      host: '127.0.0.1',
      port: 8123,
      dataDir: '/data',
      logLevel: 'info',
    });
  });

  it('names every mistake with its value and what is allowed', () => {
    assert.throws(
      () => readServerConfig({ PORT: '70000', LOG_LEVEL: 'loud' }, 1),
      new ConfigurationError(
        'PORT is "70000"; allowed is a whole number from 0 to 65535. DATA_DIR is not set; allowed is the path of a ' +
          'folder for the data. LOG_LEVEL is "loud"; allowed is one of trace, debug, info, warn, error, fatal, silent.',
      ),
    );
  });

  it('ends the process with code 2 where it is wrong', async () => {
    for (const main of ['clickhouse/main.ts', 'qdrant/main.ts']) {
      const { code, stderr } = await runToEnd(main, { PORT: 'x', DATA_DIR: '/nowhere' });
      assert.equal(code, 2);
      assert.match(stderr, /PORT is "x"; allowed is a whole number/);
    }
  });
});
