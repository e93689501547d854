import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createLogger } from '../../shared/logger.ts';
import { Wakeups } from './wakeups.ts';

test('everyone looks again once a connection that was lost listens, and from time to time', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let subscribed: () => void = assert.fail;
  const subscriber = Object.assign(new EventEmitter(), {
    psubscribe: () =>
      new Promise<void>((resolve) => {
        subscribed = resolve;
      }),
  });
  // No more of it is used.
  const redis = subscriber as unknown as Redis;
  const wakeups = new Wakeups({ publisher: redis, subscriber: redis, logger: createLogger('test', 'silent') });
  const started = wakeups.start();
  subscribed();
  await started;
  let looks = 0;
  wakeups.listen('news', () => {
    looks += 1;
  });
  subscriber.emit('ready');
  assert.equal(looks, 0);
  subscribed();
  await setImmediate();
  assert.equal(looks, 1);
  context.mock.timers.tick(2_000);
  assert.equal(looks, 2);
  wakeups.stop();
  context.mock.timers.tick(2_000);
  assert.equal(looks, 2);
});
