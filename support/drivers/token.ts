import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** The parts of a JSON Web Token (RFC 7519), unverified. */
export interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** In base64url; empty where it is not signed. */
  readonly signature: string;
}

/** @throws TypeError when it is none */
export function parseToken(text: string): Token {
  const [header, claims, signature, ...rest] = text.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0)
    throw new TypeError('This is no token of three parts');
  return { header: decoded(header), claims: decoded(claims), signature };
}

export function showToken({ header, claims, signature }: Token): string {
  return `${signed({ header, claims })}.${signature}`;
}

/** Other claims under the signature that was given for the old ones. */
export function altered(text: string, claims: Token['claims']): string {
  const token = parseToken(text);
  return showToken({ ...token, claims: { ...token.claims, ...claims } });
}

/** The same claims, not signed at all. */
export function unsigned(text: string): string {
  const { claims } = parseToken(text);
  return showToken({ header: { alg: 'none', typ: 'JWT' }, claims, signature: '' });
}

/** The same claims, signed anew. @param key of an algorithm that needs one; one that nobody but us has without it */
export function signedAnew(
  text: string,
  algorithm: 'HS256' | 'HS384' | 'RS256',
  key: string | Buffer = randomBytes(32),
): string {
  const parts = { header: { alg: algorithm, typ: 'JWT' }, claims: parseToken(text).claims };
  return showToken({ ...parts, signature: signatureOf(signed(parts), algorithm, key) });
}

function signatureOf(text: string, algorithm: string, key: string | Buffer): string {
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('HS')) return createHmac(hash, key).update(text).digest('base64url');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return sign(hash, Buffer.from(text), privateKey).toString('base64url');
}

function signed({ header, claims }: Omit<Token, 'signature'>): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function decoded(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;
}
