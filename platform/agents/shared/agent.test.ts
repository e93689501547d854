import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

test('an agent whose port the system chooses registers under it and writes it down', { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'agent-'));
  t.after(() => rm(folder, { recursive: true }));
  const orchestrator = createServer();
  t.after(() => orchestrator.close().closeAllConnections());
  await once(orchestrator.listen(0, '127.0.0.1'), 'listening');
  const portFile = join(folder, 'port');
  const agent = spawn(process.execPath, ['platform/agents/application/main.ts'], {
    env: {
      PORT: '0',
      PORT_FILE: portFile,
      ORCHESTRATOR_URL: `http://127.0.0.1:${(orchestrator.address() as AddressInfo).port}`,
      AGENT_KEY: 'b7f3c1d9e5a82460',
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing',
      CLICKHOUSE_URL: 'http://127.0.0.1:1',
    },
    stdio: 'ignore',
  });
  t.after(async () => {
    agent.kill();
    if (agent.exitCode === null) await once(agent, 'exit');
  });
  const [request, response] = await once(orchestrator, 'request');
  const registration = JSON.parse(await text(request));
  response.writeHead(503).end();
  const port = await readFile(portFile, 'utf8');
  assert.match(port, /^[1-9]\d+$/);
  assert.equal(registration.endpoint, `http://127.0.0.1:${port}`);
  assert.equal(registration.hostname, `${hostname()}:${port}`);
  const health = await fetch(`${registration.endpoint}/health`);
  assert.deepEqual(await health.json(), { status: 'ok', service: 'application-agent' });
});
