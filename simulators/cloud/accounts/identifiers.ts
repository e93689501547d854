import { createHash, randomBytes, randomInt } from 'node:crypto';

/** An id as EC2 gives them: the prefix of its kind and 17 hexadecimal digits. */
export function resourceId(prefix: 'i' | 'r' | 'sir'): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}

/** A UUID that stands for a name, the same each time. */
export function nameUuid(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20, 32)].join('-');
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
