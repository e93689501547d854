import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, passwordMatches } from './passwords.ts';

test('only the password itself matches its argon2id hash', async () => {
  const hash = await hashPassword('correct horse battery');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  assert.ok(await passwordMatches('correct horse battery', hash));
  assert.ok(!(await passwordMatches('Correct horse battery', hash)));
});

test('no password opens an account that has none, not even the empty one', async () => {
  assert.ok(!(await passwordMatches('', null)));
  assert.ok(!(await passwordMatches('', undefined)));
});
