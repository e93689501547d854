import assert from 'node:assert/strict';
import { it } from 'node:test';
import { newToken } from './random-token.ts';

it('a token can stand in a command: it never looks like an option', () => {
  const tokens = Array.from({ length: 500 }, newToken);
  for (const token of tokens) assert.match(token, /^[0-9a-f]{64}$/);
  assert.equal(new Set(tokens).size, tokens.length);
});
