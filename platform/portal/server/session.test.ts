import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given, portal, portalNoting, refused, SESSION, signIn } from './testing/portal.ts';

const COOKIE = { cookie: 'optiinfra_refresh=old' };
const CLEARED = /^optiinfra_refresh=;.*Path=\/session;.*Expires=Thu, 01 Jan 1970/;

const cookieOf = (answer: Response) => answer.headers.get('set-cookie') ?? '';
const renew = (url: string, headers = {}) => fetch(`${url}/session/refresh`, { method: 'POST', headers });
const signOut = (url: string, headers = {}) => fetch(`${url}/session`, { method: 'DELETE', headers });

test('signing in keeps the refresh token from the page', async (context) => {
  const { url, calls } = await portalNoting(context, { 'POST /auth/login': given(SESSION) });
  const answer = await signIn(url);
  for (const part of ['optiinfra_refresh=kept', 'Path=/session', 'HttpOnly', 'SameSite=Strict'])
    assert.ok(cookieOf(answer).includes(part), cookieOf(answer));
  assert.doesNotMatch(cookieOf(answer), /Secure/);
  const { refresh_token: _, ...told } = SESSION;
  assert.deepEqual(await answer.json(), told);
  assert.deepEqual(JSON.parse(calls[0]?.body ?? ''), { username: 'ann@acme.example', password: 'a password' });
});

test('behind an encrypted line the cookie never leaves it', async (context) => {
  const { url } = await portalNoting(context, { 'POST /auth/login': given(SESSION) });
  assert.match(cookieOf(await signIn(url, { 'x-forwarded-proto': 'https' })), /; Secure/);
});

test("the orchestrator's refusal is passed on, with how long to wait, and leaves no cookie", async (context) => {
  const { url } = await portalNoting(context, {
    'POST /auth/login': (response) => refused(429)(response.setHeader('retry-after', '42')),
  });
  const answer = await signIn(url);
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.get('retry-after'), '42');
  assert.equal(((await answer.json()) as { detail: string }).detail, 'Refused with 429');
  assert.equal(cookieOf(answer), '');
});

const MALFORMED: readonly (readonly [
  what: string,
  init: { readonly body?: string; readonly headers?: Record<string, string> },
])[] = [
  ['no JSON', { body: '{nope', headers: { 'content-type': 'application/json' } }],
  ['nothing that is named', { body: 'null', headers: { 'content-type': 'application/json' } }],
  ['no password', { body: '{"username":"ann"}', headers: { 'content-type': 'application/json' } }],
  ['plain text', { body: 'ann', headers: { 'content-type': 'text/plain' } }],
  ['no body', {}],
];

for (const [what, init] of MALFORMED)
  test(`signing in with ${what} is a mistake of whoever asks`, async (context) => {
    const { url, calls } = await portalNoting(context, {});
    const answer = await fetch(`${url}/session`, { method: 'POST', ...init });
    assert.equal(answer.status, 400);
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/);
    assert.equal(((await answer.json()) as { status: number }).status, 400);
    assert.deepEqual(calls, []);
  });

test('renewing spends the cookie for the next one', async (context) => {
  const { url, calls } = await portalNoting(context, { 'POST /auth/refresh': given(SESSION) });
  const answer = await renew(url, COOKIE);
  assert.deepEqual(JSON.parse(calls[0]?.body ?? ''), { refresh_token: 'old' });
  assert.match(cookieOf(answer), /^optiinfra_refresh=kept;.*HttpOnly/);
  assert.ok(!(await answer.text()).includes('kept'));
});

test('a refused renewal clears the cookie; one that nobody decided keeps it', async (context) => {
  const { url, calls, upstream } = await portalNoting(context, { 'POST /auth/refresh': refused(401) });
  const over = await renew(url, COOKIE);
  assert.equal(over.status, 401);
  assert.match(cookieOf(over), CLEARED);
  assert.equal(calls.length, 1);
  await new Promise((done) => upstream.close(done));
  const gone = await renew(url, COOKIE);
  assert.equal(gone.status, 502);
  assert.equal(cookieOf(gone), '');
});

test('without a cookie nobody is signed in, and nobody is asked', async (context) => {
  const { url, calls } = await portalNoting(context, {});
  assert.equal((await renew(url)).status, 401);
  assert.deepEqual(calls, []);
});

const ENDED = { 'POST /auth/logout': (response: { end(): void }) => response.end() };

test('signing out ends the session and clears the cookie', async (context) => {
  const { url, calls } = await portalNoting(context, ENDED);
  const answer = await signOut(url, { ...COOKIE, authorization: 'Bearer t' });
  assert.equal(answer.status, 204);
  assert.match(cookieOf(answer), CLEARED);
  assert.deepEqual(
    calls.map(({ request, authorization }) => [request, authorization]),
    [['POST /auth/logout', 'Bearer t']],
  );
});

test('signing out of a session that is over clears the cookie', async (context) => {
  const { url } = await portalNoting(context, {
    'POST /auth/logout': refused(401),
    'POST /auth/refresh': refused(401),
  });
  const answer = await signOut(url, { ...COOKIE, authorization: 'Bearer t' });
  assert.equal(answer.status, 204);
  assert.match(cookieOf(answer), CLEARED);
});

for (const [what, headers] of [
  ['has expired', { ...COOKIE, authorization: 'Bearer expired' }],
  ['is gone with the page', COOKIE],
] as const)
  test(`signing out when the page's token ${what} ends the session of the cookie`, async (context) => {
    const { url, calls } = await portalNoting(context, {
      'POST /auth/refresh': given(SESSION),
      'POST /auth/logout': (response, { authorization }) =>
        authorization === 'Bearer a' ? response.end() : refused(401)(response),
    });
    assert.equal((await signOut(url, headers)).status, 204);
    assert.deepEqual(calls.at(-1), { request: 'POST /auth/logout', authorization: 'Bearer a', body: '' });
  });

test('signing out clears the cookie also when nobody can be told', async (context) => {
  const { url, upstream } = await portalNoting(context, {});
  await new Promise((done) => upstream.close(done));
  const answer = await signOut(url, { ...COOKIE, authorization: 'Bearer t' });
  assert.equal(answer.status, 502);
  assert.match(cookieOf(answer), CLEARED);
});

for (const origin of ['http://elsewhere.example', 'null', 'http://%zz', '::::'])
  test(`a page of ${origin} cannot change a session`, async (context) => {
    const { url } = await portal(context, () => assert.fail('the orchestrator was asked'));
    for (const ask of [signIn, renew, signOut])
      assert.equal((await ask(url, { ...COOKIE, authorization: 'Bearer t', origin })).status, 403);
  });

test("the portal's own pages can", async (context) => {
  const { url } = await portalNoting(context, { 'POST /auth/login': given(SESSION) });
  assert.equal((await signIn(url, { origin: url })).status, 200);
});
