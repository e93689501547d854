import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { probe } from '../health';
import { STATE } from '../paths';
import { reservePort } from './ports';
import { postgresCommand } from './postgres';
import { RunFolder } from './run-folder';

describe('A cluster of PostgreSQL', () => {
  let runs: string;
  let running: ChildProcess | undefined;

  before(() => {
    mkdirSync(STATE, { recursive: true });
    // Not in the system's folder for temporary files, which the user "postgres" may not be let into.
    runs = mkdtempSync(join(STATE, 'postgres-test-'));
    chmodSync(runs, 0o755);
  });
  afterEach(() => end('SIGQUIT'));
  after(() => rmSync(runs, { recursive: true, force: true }));

  const start = async (folder: RunFolder, password: string): Promise<string> => {
    const { port, release } = await reservePort('POSTGRES_PORT');
    const { file, arguments: options, environment, user } = await postgresCommand({ folder, port, password });
    await release();
    running = spawn(file, options, { env: { ...process.env, ...environment }, stdio: 'ignore', ...user });
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    for (let look = 0; look < 200 && !(await probe(url)).healthy; look += 1) await sleep(25);
    return url;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === undefined) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
    running = undefined;
  };
  const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('opens to the password of its own run only, though all are made alike', async () => {
    const url = await start(new RunFolder(runs), 'first');
    assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }]);
    const { reason } = await probe(url.replace('first', 'second'));
    assert.match(reason, /password authentication failed/);
  });

  it('keeps what was committed when it is killed, and goes on with it', async () => {
    const folder = new RunFolder(runs);
    await query(await start(folder, 'secret'), 'create table kept as select 7 as number');
    await end('SIGKILL');
    assert.deepEqual(await query(await start(folder, 'secret'), 'select number from kept'), [{ number: 7 }]);
  });
});
