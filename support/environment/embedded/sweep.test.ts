import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { identify, isAlive, type ProcessIdentity } from './process-identity';
import { end, sweep } from './sweep';

/** A process that lives until it is ended. */
async function idle(): Promise<{ readonly child: ChildProcess; readonly identity: ProcessIdentity }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  assert.ok(identity);
  return { child, identity };
}

describe('The sweep', () => {
  let runs: string;
  let dead: ProcessIdentity;
  let left: Awaited<ReturnType<typeof idle>>;

  const record = (name: string, owner: ProcessIdentity): string => {
    const folder = join(runs, name);
    mkdirSync(folder, { recursive: true });
    const processes = [{ name: 'store', ...left.identity }];
    writeFileSync(join(folder, 'processes.json'), JSON.stringify({ owner, processes }));
    return folder;
  };

  before(async () => {
    const owner = await idle();
    owner.child.kill('SIGKILL');
    await once(owner.child, 'exit');
    dead = owner.identity;
  });
  beforeEach(async () => {
    runs = mkdtempSync(join(tmpdir(), 'sweep-test-'));
    left = await idle();
  });
  afterEach(() => {
    left.child.kill('SIGKILL');
    rmSync(runs, { recursive: true, force: true });
  });
  after(() => assert.equal(isAlive(dead), false));

  it('ends what a dead owner left, and removes its folder', async () => {
    const folder = record('abandoned', dead);
    const exit = once(left.child, 'exit');
    assert.deepEqual(await sweep(runs), ['abandoned']);
    await exit;
    assert.equal(existsSync(folder), false);
  });

  it('does not touch a run whose owner lives', async () => {
    const owner = identify(process.pid);
    assert.ok(owner);
    const folder = record('live', owner);
    assert.deepEqual(await sweep(runs), []);
    assert.equal(isAlive(left.identity), true);
    assert.equal(existsSync(folder), true);
  });

  it('takes an owner whose number was given to another process for dead', async () => {
    record('reused', { pid: process.pid, started: 'long ago' });
    assert.deepEqual(await sweep(runs), ['reused']);
  });

  it('spares a process that only has the number of one that was left', async () => {
    left = { ...left, identity: { ...left.identity, started: 'long ago' } };
    record('abandoned', dead);
    await sweep(runs);
    const exit = once(left.child, 'exit');
    left.child.kill('SIGKILL');
    assert.equal((await exit)[1], 'SIGKILL', 'the sweep has ended the process with the reused number');
  });

  it('kills what does not end in the time that it is given', async () => {
    const deaf = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(console.log, 10)"], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(deaf.stdout, 'data');
    const identity = identify(deaf.pid ?? 0);
    assert.ok(identity);
    const exit = once(deaf, 'exit');
    await end([identity], 1);
    assert.equal((await exit)[1], 'SIGKILL');
  });

  it('leaves a folder alone that has just been made and has no record yet', async () => {
    mkdirSync(join(runs, 'beginning'));
    assert.deepEqual(await sweep(runs), []);
  });
});
