import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Measurement, MetricsStore } from './metrics-store.ts';

const main = fileURLToPath(new URL('../../support/environment/engines/clickhouse/main.ts', import.meta.url));
const customerId = '7d9a6d0e-1111-4222-8333-444455556666';
const hour = 3_600_000;
const first = Date.UTC(2026, 5, 30);
let folder: string;
let server: ChildProcess;
let metrics: MetricsStore;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metrics-store-'));
  const env = { ...process.env, DATA_DIR: folder, PORT: '0' };
  server = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  metrics = new MetricsStore({ url: `http://127.0.0.1:${await portOf(server)}`, database: 'optiinfra' });
  await metrics.prepare();
});

after(async () => {
  await metrics.close();
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(folder, { recursive: true, force: true });
});

test('what is recorded of the past takes the place of what was, and of nothing else', async () => {
  await metrics.record([point('triage', 0.5, 7), point('other', 0, 8)]);
  await metrics.replace([point('triage', 0, 1), point('triage', 1, 2)]);
  await metrics.replace([point('triage', 0, 1), point('triage', 1, 3), point('triage', 2, 4)]);
  await metrics.replace([point('triage', 0, 1), point('triage', 1, 3), point('triage', 2, 4), point('triage', 3, 5)]);
  await metrics.replace([]);
  const found = await metrics.read({ customerId, metricType: 'latency_p95' });
  assert.deepEqual(
    found.filter(({ scope }) => scope === 'triage').map(({ timestamp, value }) => [(+timestamp - first) / hour, value]),
    [
      [0, 1],
      [0.5, 7],
      [1, 3],
      [2, 4],
      [3, 5],
    ],
  );
  assert.deepEqual(
    found.filter(({ scope }) => scope === 'other').map(({ value }) => value),
    [8],
  );
});

test('what two recorded at once is read once, and the newest so many are the newest', async () => {
  const customer = '7d9a6d0e-1111-4222-8333-444455557777';
  const [old, young] = [point('triage', 0, 1), point('triage', 1, 2)].map((each) => ({
    ...each,
    customerId: customer,
  }));
  if (!old || !young) throw new Error('There are two points');
  await Promise.all([metrics.record([old, young]), metrics.record([old, young])]);
  const read = (limit?: number) => metrics.read({ customerId: customer, metricType: 'latency_p95', limit });
  assert.deepEqual(await read(), [old, young]);
  assert.deepEqual(await read(1), [young]);
});

function point(scope: string, hours: number, value: number): Measurement {
  return { customerId, metricType: 'latency_p95', scope, timestamp: new Date(first + hours * hour), value };
}

async function portOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The server has no output');
  for await (const line of createInterface({ input: stdout })) {
    const port = /"addresses":\[\{[^\]]*"port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      stdout.resume();
      return port;
    }
  }
  throw new Error('The server ended before it listened');
}
