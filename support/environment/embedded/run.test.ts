import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readConfig } from '../../config';
import { LISTENERS, reservePorts, urlsOf } from './listeners';
import { isAlive } from './process-identity';
import { Run } from './run';
import { RunFolder, readRecord } from './run-folder';
import { randomSecrets } from './secrets';
import type { Plan, Service } from './service';

const SERVER = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(process.env.PORT, '127.0.0.1')`;

describe('A run', () => {
  let runs: string;
  const begun: Run[] = [];
  let plan: Plan;
  let ports: Awaited<ReturnType<typeof reservePorts>>;
  let alarm: (message: string) => void;
  let calledOff: AbortController;

  beforeEach(async () => {
    runs = mkdtempSync(join(tmpdir(), 'run-test-'));
    ports = await reservePorts({});
    await Promise.all(LISTENERS.map((listener) => ports[listener].release()));
    const portOf: Plan['portOf'] = (listener) => ports[listener].port;
    const secrets = randomSecrets();
    const urls = urlsOf(portOf, secrets);
    const publicUrl = urls.http('orchestrator');
    plan = { config: readConfig({}), secrets, portOf, urls, publicUrl, folder: new RunFolder(runs) };
    alarm = () => undefined;
    calledOff = new AbortController();
  });
  // Also after a failure, since a process that is left keeps the tests waiting.
  afterEach(async () => {
    await Promise.all(begun.splice(0).map((run) => run.stop()));
    rmSync(runs, { recursive: true, force: true });
  });

  const service = (name: 'qdrant' | 'runtime', program: string): Service => ({
    name,
    after: [],
    listeners: [name],
    command: async () => ({
      file: process.execPath,
      arguments: ['-e', program],
      environment: { PORT: String(plan.portOf(name)) },
    }),
    health: [`${plan.urls.http(name)}/health`],
  });
  const runOf = (...services: readonly Service[]): Run => {
    const run = new Run(
      { plan, services, release: async () => undefined, together: async () => undefined },
      { report: () => undefined, alarm: (message) => alarm(message), signal: calledOff.signal },
    );
    begun.push(run);
    return run;
  };

  it('starts its services, tells where they are, and ends them with their folder', async () => {
    const run = runOf(service('qdrant', SERVER), service('runtime', SERVER));
    await run.start();
    const { processes } = run.addresses;
    assert.deepEqual(
      processes.map(({ name, health }) => [name, health]),
      [
        ['qdrant', `${plan.urls.http('qdrant')}/healthz`],
        ['runtime', `${plan.urls.http('runtime')}/health`],
      ],
    );
    const recorded = readRecord(plan.folder.path)?.processes ?? [];
    assert.deepEqual(recorded.map(({ pid }) => pid).toSorted(), processes.map(({ pid }) => pid).toSorted());
    assert.ok(recorded.length > 0 && recorded.every(isAlive));
    await run.stop();
    assert.ok(recorded.every((identity) => !isAlive(identity)));
    assert.equal(existsSync(plan.folder.path), false);
  });

  it('fails with the end of the log of a service that dies while it starts, and can be ended', async () => {
    const broken = service('qdrant', `console.log(JSON.stringify({ msg: 'the disk is full' })); process.exit(3)`);
    const run = runOf(broken, service('runtime', SERVER));
    await assert.rejects(run.start(), {
      name: 'EnvironmentError',
      message: /qdrant ended with code 3\. The end of its log:\n {2}the disk is full/,
    });
    const recorded = readRecord(plan.folder.path)?.processes ?? [];
    await run.stop();
    assert.ok(recorded.every((identity) => !isAlive(identity)));
  });

  it('can be called off', async () => {
    const run = runOf(service('qdrant', 'setInterval(() => {}, 1000)'));
    const starting = run.start();
    calledOff.abort(new Error('called off'));
    await assert.rejects(starting, { message: 'called off' });
    await run.stop();
    assert.equal(existsSync(plan.folder.path), false);
  });

  it('names a service that dies later', async () => {
    const run = runOf(service('qdrant', SERVER));
    await run.start();
    const [qdrant] = readRecord(plan.folder.path)?.processes ?? [];
    assert.ok(qdrant);
    const told = new Promise<string>((resolve) => {
      alarm = resolve;
    });
    process.kill(qdrant.pid, 'SIGKILL');
    assert.match(await told, /^qdrant ended by SIGKILL/);
    await run.stop();
  });

  it('lets a service crash and start again on its data, and takes one more in', async () => {
    const run = runOf(service('qdrant', SERVER));
    const alarms: string[] = [];
    alarm = (message) => void alarms.push(message);
    await run.start();
    const [before] = readRecord(plan.folder.path)?.processes ?? [];
    assert.ok(before);
    await run.crash('qdrant');
    assert.deepEqual([isAlive(before), run.running], [false, []]);
    await assert.rejects(run.crash('qdrant'), { message: /qdrant is not a process that runs/ });
    await run.resume('qdrant');
    await assert.rejects(run.resume('qdrant'), { message: /not a process that has ended. Running: qdrant/ });
    await run.add(service('runtime', SERVER));
    assert.deepEqual(run.running, ['qdrant', 'runtime']);
    await run.halt('runtime');
    assert.deepEqual(run.running, ['qdrant']);
    const recorded = readRecord(plan.folder.path)?.processes ?? [];
    assert.equal(recorded.filter(isAlive).length, 1);
    await run.stop();
    assert.deepEqual([recorded.filter(isAlive), alarms], [[], []]);
  });

  it('starts services again from their programs as they are then, and no others', async () => {
    let qdrant = service('qdrant', SERVER);
    const changing: Service = { ...qdrant, command: () => qdrant.command() };
    const run = runOf(changing, service('runtime', SERVER));
    const alarms: string[] = [];
    alarm = (message) => void alarms.push(message);
    await run.start();
    const before = run.addresses.processes;
    qdrant = service('qdrant', SERVER.replace('ok', 'changed'));
    await run.restart(['qdrant']);
    const after = run.addresses.processes;
    assert.notEqual(after[0]?.pid, before[0]?.pid);
    assert.equal(after[1]?.pid, before[1]?.pid);
    assert.equal(await (await fetch(before[0]?.health ?? '')).text(), 'changed');
    qdrant = service('qdrant', 'process.exit(3)');
    await assert.rejects(run.restart(['qdrant']), { name: 'EnvironmentError', message: /qdrant ended with code 3/ });
    assert.deepEqual([run.running, alarms], [['runtime'], []]);
    await assert.rejects(run.restart(['redis']), { message: /redis is not a process/ });
  });

  it('keeps the record of its processes readable for a later sweep', () => {
    const owner = JSON.parse(readFileSync(join(plan.folder.path, 'processes.json'), 'utf8')).owner;
    assert.equal(owner.pid, process.pid);
  });
});
