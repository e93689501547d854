import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { type Clients, clientsOf } from './testing/clients.ts';
import { CloudUnderTest, p4dPool } from './testing/cloud-under-test.ts';
import { genericChecks } from './testing/generic-checks.ts';

suite('conformance of the simulator', () => {
  const cloud = new CloudUnderTest();
  let clients: Clients;
  before(async () => {
    await cloud.start();
    clients = (await cloud.account({ spot_pools: [p4dPool] })).clients;
  });
  after(() => cloud.stop());
  genericChecks('the simulator', { clients: () => clients, pass: (seconds) => cloud.clock.pass(seconds) });
});

/** Moto, an independent emulator of AWS: what holds for both is more likely AWS than our own reading of it. */
const isMotoThere = spawnSync('moto_server', ['--help']).status === 0;

if (!isMotoThere) {
  test('conformance of moto', {
    skip: 'moto_server does not run on this computer: install it with "pip install moto[server]"',
  });
} else {
  suite('conformance of moto', () => {
    let moto: ChildProcess;
    let clients: Clients;
    before(async () => {
      const port = await freePort();
      moto = spawn('moto_server', ['-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
      await said(moto, 'Running on');
      clients = clientsOf(`http://127.0.0.1:${port}`, { accessKeyId: 'test', secretAccessKey: 'test' });
    });
    after(() => moto.kill());
    genericChecks('moto', { clients: () => clients, pass: () => undefined });
  });
}

/** Waits until the process has written the words to its standard error. */
async function said(child: ChildProcess, words: string): Promise<void> {
  let output = '';
  for await (const chunk of child.stderr ?? []) {
    output += String(chunk);
    if (output.includes(words)) break;
  }
  if (!output.includes(words)) throw new Error(`moto_server ended without "${words}":\n${output}`);
  child.stderr?.resume();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}
