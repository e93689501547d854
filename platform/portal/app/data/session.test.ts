import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Refused, SessionStore } from './session.ts';

test('whoever asks while a session is renewed gets the same answer', async (context) => {
  const { store, calls } = answering(context, () => Response.json(SESSION));
  const [one, other] = await Promise.all([store.renew(), store.renew()]);
  assert.equal(one, other);
  assert.deepEqual(calls, ['POST /session/refresh']);
});

test('a session is renewed a minute before its token expires', async (context) => {
  const { store, calls } = answering(context, () => Response.json(SESSION));
  await store.signIn('ann@acme.example', 'a password');
  context.mock.timers.tick(3_539_000);
  assert.equal(calls.length, 1);
  context.mock.timers.tick(1000);
  await store.renew();
  assert.deepEqual(calls, ['POST /session', 'POST /session/refresh']);
});

test('a refused renewal ends the session; an unreachable portal does not', async (context) => {
  const answers = [Response.json(SESSION), problem(502), problem(401)];
  const { store } = answering(context, () => answers.shift() ?? problem(500));
  await store.signIn('ann@acme.example', 'a password');
  await assert.rejects(store.renew(), (error) => error instanceof Refused && error.status === 502);
  assert.equal(store.current?.access_token, 'access');
  assert.equal(await store.renew(), undefined);
  assert.equal(store.current, undefined);
});

test('without a network the session stays', async (context) => {
  const { store } = answering(context, () => {
    if (store.current) throw new TypeError('fetch failed');
    return Response.json(SESSION);
  });
  await store.signIn('ann@acme.example', 'a password');
  await assert.rejects(store.renew(), TypeError);
  assert.equal(store.current?.access_token, 'access');
});

test('the next renewal asks anew', async (context) => {
  const { store, calls } = answering(context, () => Response.json(SESSION));
  await store.renew();
  await store.renew();
  assert.equal(calls.length, 2);
});

test('whoever listens is told of each change, until they no longer listen', async (context) => {
  const { store } = answering(context, () => Response.json(SESSION));
  const told: (string | undefined)[] = [];
  const leave = store.subscribe(() => told.push(store.current?.role));
  await store.signIn('ann@acme.example', 'a password');
  await store.signOut();
  leave();
  await store.signIn('ann@acme.example', 'a password');
  assert.deepEqual(told, ['customer', undefined]);
});

test('who signs out is signed out at once, and renews nothing any more', async (context) => {
  const { store, calls } = answering(context, () => Response.json(SESSION));
  await store.signIn('ann@acme.example', 'a password');
  const ended = store.signOut();
  assert.equal(store.current, undefined);
  await ended;
  context.mock.timers.tick(7_200_000);
  assert.deepEqual(calls, ['POST /session', 'DELETE /session Bearer access']);
});

test('who signs out during a renewal stays signed out', async (context) => {
  const { store, calls } = answering(context, () => Response.json(SESSION));
  await store.signIn('ann@acme.example', 'a password');
  const renewal = store.renew();
  await store.signOut();
  await renewal;
  assert.equal(store.current, undefined);
  assert.deepEqual(calls, ['POST /session', 'POST /session/refresh', 'DELETE /session Bearer access']);
});

test('a refusal is told in the words of whoever gave it, and one without words as a portal out of reach', async (context) => {
  const answers = [problem(429), new Response('<html>', { status: 502 })];
  const { store } = answering(context, () => answers.shift() ?? problem(500));
  await assert.rejects(store.signIn('ann@acme.example', 'a password'), {
    name: 'Refused',
    status: 429,
    message: 'Refused',
  });
  await assert.rejects(store.signIn('ann@acme.example', 'a password'), /cannot be reached/);
  assert.equal(store.current, undefined);
});

const SESSION = { access_token: 'access', expires_in: 3600, role: 'customer', customer_id: 'acme' };

function problem(status: number): Response {
  return Response.json({ title: 'Refused', status, detail: 'Refused' }, { status });
}

function answering(context: TestContext, answer: () => Response) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const calls: string[] = [];
  const store = new SessionStore(async (input, init) => {
    const { authorization } = (init?.headers ?? {}) as { readonly authorization?: string };
    calls.push([init?.method, String(input), authorization].filter(Boolean).join(' '));
    return answer();
  });
  return { store, calls };
}
