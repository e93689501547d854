import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findRedis, type RedisSearch } from './redis';

describe('The search for a Redis server', () => {
  let folder: string;
  let search: RedisSearch;

  /** A program that says it is this version, or fails. */
  const program = (path: string, version: string | undefined): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      version === undefined ? '#!/bin/sh\nexit 1\n' : `#!/bin/sh\necho 'Redis server v=${version}'\n`,
    );
    chmodSync(file, 0o755);
    return file;
  };
  const version = async (changes: Partial<RedisSearch> = {}): Promise<string> =>
    (await findRedis({ ...search, ...changes })).version;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redis-test-'));
    search = {
      configured: undefined,
      path: [join(folder, 'empty'), join(folder, 'bin')].join(delimiter),
      cache: join(folder, 'cache'),
      fetch: () => Promise.reject(new Error('no network')),
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the configured one, then redis-server on PATH, then valkey-server, then the cache, then fetches', async () => {
    const configured = program('mine', '1.0');
    program('bin/redis-server', '2.0');
    program('bin/valkey-server', '3.0');
    program('cache/usr/bin/redis-server', '4.0');
    assert.equal(await version({ configured }), '1.0');
    assert.equal(await version(), '2.0');
    program('bin/redis-server', undefined);
    assert.equal(await version(), '3.0');
    program('bin/valkey-server', undefined);
    assert.equal(await version(), '4.0');
    program('cache/usr/bin/redis-server', undefined);
    const fetch = async (): Promise<void> => void program('cache/usr/bin/redis-server', '5.0');
    assert.equal(await version({ fetch }), '5.0');
  });

  it('does not replace a configured one that does not run', async () => {
    program('bin/redis-server', '2.0');
    const configured = join(folder, 'absent');
    await assert.rejects(version({ configured }), {
      name: 'ConfigurationError',
      message: `REDIS_SERVER is "${configured}". Allowed: the path of a redis-server or valkey-server that runs here.`,
    });
  });

  it('says how to install one where there is none', async () => {
    await assert.rejects(version(), {
      name: 'EnvironmentError',
      message: /\(no network\).*apt-get install redis-server/,
    });
  });
});
