import { createHash, randomBytes } from 'node:crypto';

/** An id as Compute Engine gives them: 19 digits of an unsigned 64-bit number. */
export function newNumber(): string {
  return numberFrom(randomBytes(8));
}

/** The number that always stands for the text. */
export function numberOf(text: string): string {
  return numberFrom(createHash('sha256').update(text).digest());
}

function numberFrom(bytes: Buffer): string {
  const least = 10n ** 18n;
  return String(least + (bytes.readBigUInt64BE(0) % (8n * least)));
}
