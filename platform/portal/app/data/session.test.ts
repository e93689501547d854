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

const SESSION = { access_token: 'access', expires_in: 3600, role: 'customer', customer_id: 'acme' };

function problem(status: number): Response {
  return Response.json({ title: 'Refused', status, detail: 'Refused' }, { status });
}

function answering(context: TestContext, answer: () => Response) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const calls: string[] = [];
  const store = new SessionStore(async (input, init) => {
    calls.push(`${init?.method} ${String(input)}`);
    return answer();
  });
  return { store, calls };
}
