import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, safe in a URL and, since it never begins with a dash, as an argument of a command. */
export function newToken(): string {
  return randomBytes(32).toString('hex');
}

/** What is kept of a token. A fast hash is enough for 256 random bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
