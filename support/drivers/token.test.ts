import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { altered, parseToken, showToken, signedAnew, unsigned } from './token';

const CLAIMS = { sub: 'acme', role: 'customer' };
const GENUINE = showToken({ header: { alg: 'HS256', typ: 'JWT' }, claims: CLAIMS, signature: 'c2lnbmVk' });

test('a token is read into its parts and written again as it was', () => {
  assert.deepEqual(parseToken(GENUINE).claims, CLAIMS);
  assert.equal(showToken(parseToken(GENUINE)), GENUINE);
});

test('altered claims keep the signature of the old ones', () => {
  const { claims, signature } = parseToken(altered(GENUINE, { role: 'operator' }));
  assert.deepEqual(claims, { sub: 'acme', role: 'operator' });
  assert.equal(signature, 'c2lnbmVk');
});

test('an unsigned token says so', () => {
  const { header, signature } = parseToken(unsigned(GENUINE));
  assert.equal(header.alg, 'none');
  assert.equal(signature, '');
});

for (const algorithm of ['HS256', 'HS384', 'RS256'] as const)
  test(`a token signed with ${algorithm} names it, and its signature is as long as that has it`, () => {
    const { header, claims, signature } = parseToken(signedAnew(GENUINE, algorithm));
    const bytes = algorithm === 'RS256' ? 256 : Number(algorithm.slice(2)) / 8;
    assert.deepEqual([header.alg, claims], [algorithm, CLAIMS]);
    assert.equal(Buffer.from(signature, 'base64url').length, bytes);
  });

test('a token signed with a given key holds for whoever has that key', () => {
  const [header, claims, signature] = signedAnew(GENUINE, 'HS384', 'the key').split('.');
  assert.equal(signature, createHmac('sha384', 'the key').update(`${header}.${claims}`).digest('base64url'));
});

test('what is no token is refused', () => {
  assert.throws(() => parseToken('a.b'), /no token of three parts/);
});
