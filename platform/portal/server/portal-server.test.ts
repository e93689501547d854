import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { createLogger } from '../../shared/logger.ts';
import { portalServer } from './portal-server.ts';

const SESSION = { access_token: 'a', refresh_token: 'kept', token_type: 'Bearer', expires_in: 60, role: 'customer' };

test('signing in keeps the refresh token from the page', async (context) => {
  const { url } = await portal(context, (_, response) => response.end(JSON.stringify(SESSION)));
  const answer = await signIn(url);
  const cookie = answer.headers.get('set-cookie') ?? '';
  for (const part of ['optiinfra_refresh=kept', 'Path=/session', 'HttpOnly', 'SameSite=Strict'])
    assert.ok(cookie.includes(part), cookie);
  assert.ok(!(await answer.text()).includes('kept'));
});

test('renewing spends the cookie, and a refusal clears it', async (context) => {
  let body = '';
  const { url } = await portal(context, async (request, response) => {
    for await (const part of request) body += part;
    response.writeHead(401).end(JSON.stringify({ title: 'Not signed in', status: 401, detail: 'spent' }));
  });
  const headers = { cookie: 'optiinfra_refresh=old' };
  const answer = await fetch(`${url}/session/refresh`, { method: 'POST', headers });
  assert.equal(answer.status, 401);
  assert.deepEqual(JSON.parse(body), { refresh_token: 'old' });
  assert.match(answer.headers.get('set-cookie') ?? '', /optiinfra_refresh=;.*Expires=Thu, 01 Jan 1970/);
});

for (const origin of ['http://elsewhere.example', 'null'])
  test(`a page of ${origin} cannot change a session`, async (context) => {
    const { url } = await portal(context, () => assert.fail('the orchestrator was asked'));
    assert.equal((await signIn(url, { origin })).status, 403);
  });

test("the orchestrator's refusal is passed on, with how long to wait", async (context) => {
  const { url } = await portal(context, (_, response) =>
    response
      .writeHead(429, { 'retry-after': '42' })
      .end(JSON.stringify({ title: '', status: 429, detail: 'too often' })),
  );
  const answer = await signIn(url);
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get('retry-after'), '42');
  assert.equal(((await answer.json()) as { detail: string }).detail, 'too often');
});

test('the API stands under /api', async (context) => {
  const { url } = await portal(context, ({ url: path, headers }, response) =>
    response.end(`${path} ${headers.authorization}`),
  );
  const answer = await fetch(`${url}/api/customers/1?x=2`, { headers: { authorization: 'Bearer t' } });
  assert.equal(await answer.text(), '/customers/1?x=2 Bearer t');
});

for (const path of ['/api/auth/login', '/api//auth/refresh', '/api/auth/signup/../login'])
  test(`no session is opened at ${path}, where a page would see its refresh token`, async (context) => {
    const { url } = await portal(context, (_, response) => response.end(JSON.stringify(SESSION)));
    const answer = await fetch(`${url}${path}`, { method: 'POST' });
    assert.equal(answer.status, 404);
  });

test('live updates reach the orchestrator with the token as a header, and its refusal comes back', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  const sockets = new WebSocketServer({ server: upstream });
  const asked = once(sockets, 'connection');
  const line = new WebSocket(`${url.replace('http', 'ws')}/ws/customers/1?after=7`, ['optiinfra.v1', 'bearer.t']);
  const ended = once(line, 'close');
  const [socket, request] = await asked;
  assert.equal(request.url, '/ws/customers/1?after=7');
  assert.equal(request.headers.authorization, 'Bearer t');
  socket.close(4401);
  assert.equal((await ended)[0], 4401);
});

test('an orchestrator that cannot be reached is told in words', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  await new Promise((done) => upstream.close(done));
  for (const answer of [await fetch(`${url}/api/health`), await signIn(url)]) {
    assert.equal(answer.status, 502);
    assert.match(await answer.text(), /OptiInfra cannot be reached/);
  }
});

test('every page is the application, and a file that is missing is not', async (context) => {
  const { url } = await portal(context, () => undefined);
  const page = await fetch(`${url}/optimizations/1`);
  assert.equal(await page.text(), '<!doctype html>');
  assert.equal(page.headers.get('cache-control'), 'no-store');
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'self'.*frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /script-src|unsafe-eval/);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  const file = await fetch(`${url}/assets/a-1.js`);
  assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal((await fetch(`${url}/assets/gone.js`)).status, 404);
});

test('without built pages it says how to build them', async () => {
  const options = {
    orchestratorUrl: 'http://127.0.0.1:9',
    assets: '/nowhere',
    logger: createLogger('portal', 'silent'),
  };
  await assert.rejects(portalServer(options), /\/nowhere.*npm run build/);
});

function signIn(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username: 'ann@acme.example', password: 'a password' }),
  });
}

/** A portal before an orchestrator that answers as told. */
async function portal(context: TestContext, answer: RequestListener) {
  const assets = mkdtempSync(join(tmpdir(), 'portal-'));
  mkdirSync(join(assets, 'assets'));
  writeFileSync(join(assets, 'index.html'), '<!doctype html>');
  writeFileSync(join(assets, 'assets', 'a-1.js'), '');
  const upstream = createServer(answer).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const orchestratorUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const server = await portalServer({ orchestratorUrl, assets, logger: createLogger('portal', 'silent') });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  context.after(async () => {
    await server.close();
    upstream.close();
    rmSync(assets, { recursive: true });
  });
  return { url, upstream };
}
