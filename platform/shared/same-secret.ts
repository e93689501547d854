import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether what was presented is the secret, in a time that tells nothing about where they differ. */
export function isSameSecret(presented: unknown, secret: string): boolean {
  return typeof presented === 'string' && timingSafeEqual(digest(presented), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
