import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Cipher } from './cipher.ts';

const cipher = new Cipher(randomBytes(32));
const arn = 'arn:aws:iam::123456789012:role/optiinfra';

test('what was encrypted is readable with the key only', () => {
  const sealed = cipher.encrypt(arn, 'acme');
  assert.ok(!sealed.includes('123456789012'));
  assert.equal(cipher.decrypt(sealed, 'acme'), arn);
  assert.throws(() => new Cipher(randomBytes(32)).decrypt(sealed, 'acme'));
});

test("an altered ciphertext and another customer's are refused", () => {
  const sealed = cipher.encrypt(arn, 'acme');
  const altered = Buffer.from(sealed);
  altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);
  assert.throws(() => cipher.decrypt(altered, 'acme'));
  assert.throws(() => cipher.decrypt(sealed, 'umbrella'));
});

test('the same text is never encrypted the same way twice', () => {
  assert.notDeepEqual(cipher.encrypt(arn, 'acme'), cipher.encrypt(arn, 'acme'));
});
