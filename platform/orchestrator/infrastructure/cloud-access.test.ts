import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Cipher } from '../auth/cipher.ts';
import { decryptAccess, encryptAccess } from './cloud-access.ts';

const cipher = new Cipher(randomBytes(32));
const access = { provider: 'aws', region: 'us-east-1', role_arn: 'arn:aws:iam::123456789012:role/optiinfra' } as const;
const decrypted = (access_encrypted: Buffer) =>
  decryptAccess(cipher, { access_encrypted, customer_id: 'acme', region: 'us-east-1' });

test('the way into an account is read as it was kept, also where the role alone was', () => {
  assert.deepEqual(decrypted(encryptAccess(cipher, access, 'acme')), access);
  assert.deepEqual(decrypted(cipher.encrypt(access.role_arn, 'acme')), access);
});

test('what is not understood is refused without being quoted', () => {
  for (const kept of ['the secret', JSON.stringify({ ...access, provider: 'the secret' })]) {
    assert.throws(
      () => decrypted(cipher.encrypt(kept, 'acme')),
      (error: Error) =>
        /customer acme .* not understood/.test(error.message) && !String(error.stack).includes('secret'),
    );
  }
});
