import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { readConfig } from '../../config';
import { PROJECT } from '../paths';
import { readDescription } from './description';
import { start } from './start';

const folder = mkdtempSync(join(tmpdir(), 'remote-test-'));
const file = join(folder, 'staging.yaml');

const URLS = ['orchestrator', 'cloud', 'fleets', 'llm', 'runtime'] as const;
function describeTarget(url: string, changes: Readonly<Record<string, unknown>> = {}): void {
  const description = {
    name: 'staging',
    kind: 'test',
    worldSpeed: 30,
    can: ['faults'],
    urls: Object.fromEntries(URLS.map((name) => [name, url])),
    secrets: { controlKey: 'c', runtimeKey: 'r', operatorEmail: 'o@example.com', operatorPassword: `\${OPERATOR}` },
    ...changes,
  };
  writeFileSync(file, JSON.stringify(description));
}

after(() => rmSync(folder, { recursive: true, force: true }));

describe('The description of a deployed environment', () => {
  it('gives addresses, secrets of the environment among them, and tells what the target lacks', () => {
    describeTarget('https://staging.example.com/');
    const { name, lacking, addresses } = readDescription(file, { OPERATOR: 'hidden' });
    assert.deepEqual([name, lacking], ['staging', ['stores', 'agents', 'portal']]);
    assert.equal(addresses.orchestratorUrl, 'https://staging.example.com');
    assert.equal(addresses.websocketUrl, 'wss://staging.example.com');
    assert.equal(addresses.secrets.operatorPassword, 'hidden');
    assert.equal(addresses.processes[0]?.health, 'https://staging.example.com/health');
  });

  it('wants no simulated world where there is a real account', () => {
    const aws = { region: 'eu-west-1', roleArn: 'arn:aws:iam::1:role/o', accessKeyId: 'a', secretAccessKey: 's' };
    describeTarget('https://staging.example.com', { can: [], aws, urls: { orchestrator: 'https://o.example.com' } });
    const { addresses } = readDescription(file, { OPERATOR: 'hidden' });
    assert.deepEqual(addresses.realAccount, aws);
    assert.deepEqual(
      addresses.processes.map(({ name }) => name),
      ['orchestrator'],
    );
  });

  it('is refused where something is missing, and says what', () => {
    assert.throws(() => readDescription(undefined), /E2E_REMOTE is not set/);
    assert.throws(() => readDescription(join(folder, 'none.yaml')), /E2E_REMOTE is ".*none\.yaml"/);
    describeTarget('https://staging.example.com');
    assert.throws(() => readDescription(file, {}), /OPERATOR is not set.*staging\.yaml/);
    describeTarget('https://staging.example.com', { can: ['stores'] });
    assert.throws(() => readDescription(file, { OPERATOR: 'hidden' }), /urls\.postgres in .*staging\.yaml/);
    describeTarget('https://staging.example.com', { urls: { orchestrator: 'https://o.example.com' } });
    assert.throws(() => readDescription(file, { OPERATOR: 'hidden' }), /urls\.cloud in .*staging\.yaml/);
    describeTarget('https://staging.example.com', { worldSpeed: 'fast' });
    assert.throws(() => readDescription(file, { OPERATOR: 'hidden' }), /worldSpeed in .*staging\.yaml/);
  });
});

describe('A look at a deployed environment', () => {
  let server: Server;
  let url: string;
  let version: string;

  const options = { report: () => undefined, alarm: () => undefined, signal: new AbortController().signal };
  const look = (changes: NodeJS.ProcessEnv = {}) =>
    start(options, readConfig({ E2E_TARGET: 'remote', E2E_REMOTE: file, ...changes }));

  before(async () => {
    const contract: { info: { version: string } } = parse(
      readFileSync(join(PROJECT, 'contracts/openapi.yaml'), 'utf8'),
    );
    version = contract.info.version;
    server = createServer((_, response) => response.writeHead(200, { 'x-contract-version': version }).end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.OPERATOR = 'hidden';
  });
  after(() => {
    delete process.env.OPERATOR;
    server.close();
  });

  it('is content where all services answer in the version of these features', async () => {
    describeTarget(url);
    assert.equal((await look()).addresses.target, 'remote');
  });

  it('names what does not answer', async () => {
    describeTarget(url, {
      urls: { ...Object.fromEntries(URLS.map((name) => [name, url])), llm: 'http://127.0.0.1:9' },
    });
    await assert.rejects(look, /staging cannot be used: llm at http:\/\/127\.0\.0\.1:9\/ does not answer/);
  });

  it('refuses another version of the contract', async () => {
    describeTarget(url);
    const own = version;
    version = '9.9.9';
    await assert.rejects(look, /staging speaks version 9\.9\.9 of the contract/);
    version = own;
  });

  it('does not touch production unless asked by name', async () => {
    describeTarget(url, { kind: 'production' });
    await assert.rejects(() => look(), /E2E_CONFIRM is not set\. Allowed: staging, to say that/);
    await assert.rejects(() => look({ E2E_CONFIRM: 'yes' }), /E2E_CONFIRM is "yes"/);
    assert.ok(await look({ E2E_CONFIRM: 'staging' }));
  });
});
