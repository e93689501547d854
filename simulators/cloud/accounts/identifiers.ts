import { randomBytes, randomInt } from 'node:crypto';

/** An id as EC2 gives them: the prefix of its kind and 17 hexadecimal digits. */
export function resourceId(prefix: 'i' | 'r' | 'sir'): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}

/** Twelve digits, the first not zero. */
export function newAccountId(): string {
  return `${randomInt(100_000, 1_000_000)}${String(randomInt(0, 1_000_000)).padStart(6, '0')}`;
}

/** An id as IAM gives them: AKIA for long-lived keys, ASIA for temporary ones, AROA for roles, and 16 capitals or digits. */
export function identityId(prefix: 'AKIA' | 'ASIA' | 'AROA' | 'AIDA'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return prefix + Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** Forty characters, as long as AWS's own. */
export function newSecret(): string {
  return randomBytes(30).toString('base64');
}
