import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '../../shared/logger.ts';
import { portalServer } from './portal-server.ts';
import { given, portal, portalNoting, refused, SESSION, signIn, statusLine } from './testing/portal.ts';

test('the API stands under /api', async (context) => {
  const { url, calls } = await portalNoting(context, { 'PUT /customers/1?x=2': given({ is: 'kept' }) });
  const answer = await fetch(`${url}/api/customers/1?x=2`, {
    method: 'PUT',
    headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    body: '{"name":"Acme"}',
  });
  assert.deepEqual(await answer.json(), { is: 'kept' });
  assert.deepEqual(calls, [{ request: 'PUT /customers/1?x=2', authorization: 'Bearer t', body: '{"name":"Acme"}' }]);
});

test('a refusal of the API is passed on as it is', async (context) => {
  const { url } = await portalNoting(context, {
    'GET /customers/1': (response) => refused(429)(response.setHeader('retry-after', '42')),
  });
  const answer = await fetch(`${url}/api/customers/1`);
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal(answer.headers.get('retry-after'), '42');
  assert.deepEqual(await answer.json(), { title: 'Refused', status: 429, detail: 'Refused with 429' });
});

const DETOURS = [
  '/api/auth/login',
  '/api//auth/refresh',
  '/api/./auth/login',
  '/api/%2e/auth/login',
  '/api/%61uth/login',
  '/api/auth%2flogin',
  '/api/auth/signup/../login',
  '/ws/../auth/login',
];

for (const path of DETOURS)
  test(`no session is opened at ${path}, where a page would see its refresh token`, async (context) => {
    const { url, calls } = await portalNoting(context, { 'POST /auth/login': given(SESSION) });
    assert.match(await statusLine(url, 'POST', path), /^HTTP\/1.1 40[04] /);
    assert.deepEqual(calls, []);
  });

test('signing up is open', async (context) => {
  const { url } = await portalNoting(context, { 'POST /auth/signup': given({ is: 'new' }) });
  assert.equal((await fetch(`${url}/api/auth/signup`, { method: 'POST' })).status, 200);
});

test('an orchestrator that cannot be reached is told in words', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  await new Promise((done) => upstream.close(done));
  for (const answer of [await fetch(`${url}/api/health`), await signIn(url)]) {
    assert.equal(answer.status, 502);
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/);
    assert.match(await answer.text(), /OptiInfra cannot be reached/);
  }
});

test('every page is the application, which is never kept', async (context) => {
  const { url } = await portal(context, () => undefined);
  for (const path of ['/', '/index.html', '/optimizations/1?x=2']) {
    const page = await fetch(`${url}${path}`);
    assert.equal(await page.text(), '<!doctype html>');
    assert.equal(page.headers.get('cache-control'), 'no-store');
  }
});

test('a file that has its hash in its name is kept for good; one that is missing is not the application', async (context) => {
  const { url } = await portal(context, () => undefined);
  const file = await fetch(`${url}/assets/a-1.js`);
  assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  const missing = await fetch(`${url}/assets/gone.js`);
  assert.equal(missing.status, 404);
  assert.match(missing.headers.get('content-type') ?? '', /application\/problem\+json/);
  assert.equal((await fetch(`${url}/optimizations/1`, { method: 'PUT' })).status, 404);
});

for (const [accepted, encoding] of [
  ['gzip, br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
] as const)
  test(`a browser that understands ${accepted} is sent ${encoding ?? 'the file itself'}`, async (context) => {
    const { url } = await portal(context, () => undefined);
    // HEAD, because the compressed files of this test are none that could be read.
    const file = await fetch(`${url}/assets/a-1.js`, { method: 'HEAD', headers: { 'accept-encoding': accepted } });
    assert.equal(file.headers.get('content-encoding'), encoding);
    assert.match(file.headers.get('content-type') ?? '', /javascript/);
    assert.match(file.headers.get('vary') ?? '', /accept-encoding/i);
  });

test('pages load nothing from elsewhere, stand in no frame, and do not tell where they were', async (context) => {
  const { url } = await portal(context, () => undefined);
  const { headers } = await fetch(url);
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
    assert.ok(policy.includes(part), policy);
  assert.doesNotMatch(policy, /script-src|unsafe-eval/);
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('x-frame-options'), 'DENY');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
});

test('without built pages it says how to build them', async () => {
  const options = {
    orchestratorUrl: 'http://127.0.0.1:9',
    assets: '/nowhere',
    logger: createLogger('portal', 'silent'),
  };
  await assert.rejects(portalServer(options), /\/nowhere.*npm run build/);
});
