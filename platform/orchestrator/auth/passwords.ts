import { argon2id, hash, verify } from 'argon2';

/** The OWASP Password Storage Cheat Sheet's setting for argon2id: 19 MiB, 2 iterations, 1 lane. */
const options = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a password that nobody has. */
let nobodysHash: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

/** Takes as long for an account that does not exist (no hash) as for one that does. */
export async function passwordMatches(password: string, passwordHash: string | null | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('');
  const matches = await verify(passwordHash ?? (await nobodysHash), password);
  return matches && typeof passwordHash === 'string';
}
