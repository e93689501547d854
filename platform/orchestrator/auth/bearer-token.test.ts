import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerToken } from './authentication.ts';

test('the token of a bearer header is read, whatever the case of the word', () => {
  assert.equal(bearerToken('Bearer abc.DEF-1_2'), 'abc.DEF-1_2');
  assert.equal(bearerToken('bearer abc'), 'abc');
});

test('anything else is no token', () => {
  for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer a\nb']) {
    assert.equal(bearerToken(header), undefined, `"${header}"`);
  }
});
