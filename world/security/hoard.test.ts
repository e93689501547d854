import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weaknessOf } from './hoard';

const kept = (settings: string) => `$argon2id$v=19$${settings}$c2FsdHNhbHQ$aGFzaA`;

test('what OWASP permits is good enough', () => {
  for (const settings of ['m=19456,t=2,p=1', 'm=47104,t=1,p=1', 'm=65536,p=4,t=3'])
    assert.equal(weaknessOf(kept(settings)), undefined);
});

test('less, or another function, is not', () => {
  assert.match(weaknessOf(kept('m=19456,t=1,p=1')) ?? '', /19456 KiB and 1 rounds only/);
  assert.match(weaknessOf('$argon2i$v=19$m=19456,t=2,p=1$a$b') ?? '', /not kept by argon2id/);
  assert.match(weaknessOf('5f4dcc3b5aa765d61d8327deb882cf99') ?? '', /not kept by argon2id/);
});
