import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { breaksIn, type Seal } from './seals';

function chain(contents: readonly string[]): Seal[] {
  let before: Uint8Array = Buffer.alloc(0);
  return contents.map((content, index) => {
    const digest = createHash('sha256').update(before).update(content).digest();
    before = digest;
    return { position: String(index + 1), entry_id: String(index + 10), hash: digest.toString('hex'), content };
  });
}

const CHAIN = chain(['signed up', 'signed in', 'signed out']);

test('a chain that nobody touched is whole', () => {
  assert.deepEqual(breaksIn(CHAIN), []);
});

test('an entry that was changed is found, and only it', () => {
  const [first, second, third] = CHAIN as [Seal, Seal, Seal];
  assert.deepEqual(breaksIn([first, { ...second, content: 'nothing' }, third]), ['entry 11 is not what was sealed']);
});

test('an entry that was deleted is found, and a seal that was too', () => {
  const [first, second, third] = CHAIN as [Seal, Seal, Seal];
  assert.deepEqual(breaksIn([first, { ...second, content: null }, third]), ['entry 11 is gone']);
  assert.deepEqual(breaksIn([first, third]), ['seal 2 is missing']);
});
