import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalWakeups } from '../testing/local-wakeups.ts';
import { waitUntil } from './wait-until.ts';

test('what nobody tells of is found by looking from time to time', async () => {
  let looks = 0;
  const probe = async () => (++looks === 3 ? 'there' : undefined);
  const wait = { channel: 'silent', probe, limitSeconds: 30, lookEverySeconds: 0.01 };
  assert.equal(await waitUntil(new LocalWakeups(), wait), 'there');
});

test('a wake-up is followed by a look; without any the limit is', async () => {
  const wakeups = new LocalWakeups();
  let looks = 0;
  const probe = async () => (++looks === 2 ? 'there' : undefined);
  const found = waitUntil(wakeups, { channel: 'news', probe, limitSeconds: 30 });
  await wakeups.publish(['news']);
  assert.equal(await found, 'there');
  const never = { channel: 'news', probe: async () => undefined, limitSeconds: 0.01 };
  assert.equal(await waitUntil(wakeups, never), undefined);
});
