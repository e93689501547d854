import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { coalesced } from './sockets.ts';

test('asking while the work runs makes it run once more, never beside itself', async () => {
  let open: () => void = assert.fail;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let runs = 0;
  let beside = 0;
  const ask = coalesced(async () => {
    runs += 1;
    beside += 1;
    assert.equal(beside, 1);
    await gate;
    beside -= 1;
  }, unexpected);
  ask();
  ask();
  ask();
  open();
  await setImmediate();
  assert.equal(runs, 2);
});

test('an error is told, and the work can be asked for again', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const ask = coalesced(
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('broken');
    },
    (error) => errors.push(error),
  );
  ask();
  await setImmediate();
  ask();
  await setImmediate();
  assert.equal(errors.length, 1);
  assert.equal(runs, 2);
});

function unexpected(error: unknown): never {
  throw error;
}
