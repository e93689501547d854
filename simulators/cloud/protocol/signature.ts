import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What the Authorization header of Signature Version 4 says about who calls what. */
export interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SignedMessage {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const maxSkewMilliseconds = 15 * 60 * 1000;
const pattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Undefined where there is no such header or it is not of Signature Version 4. */
export function claimOf(authorization: string | undefined): Claim | undefined {
  const [, accessKeyId, date, region, service, headers, signature] = pattern.exec(authorization ?? '') ?? [];
  if (!accessKeyId || !date || !region || !service || !headers || !signature) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature };
}

/** Whether the message was signed with the secret, today (within 15 minutes), and has not been altered since. */
export function isSignedWith(secret: string, claim: Claim, message: SignedMessage): boolean {
  const time = headerOf(message, 'x-amz-date');
  if (!time.startsWith(claim.date) || Math.abs(Date.now() - wallOf(time)) > maxSkewMilliseconds) return false;
  if (!claim.signedHeaders.includes('host')) return false;
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(claim, message))].join('\n');
  const key = ['aws4_request', claim.service, claim.region, claim.date].reduceRight<Buffer>(
    (signing, part) => hmac(signing, part),
    Buffer.from(`AWS4${secret}`),
  );
  return timingSafeEqual(hmac(key, toSign), Buffer.from(claim.signature, 'hex'));
}

function canonicalRequest(claim: Claim, message: SignedMessage): string {
  const headers = claim.signedHeaders.map((name) => `${name}:${headerOf(message, name)}\n`);
  const [path = '/', query = ''] = message.path.split('?', 2);
  return [message.method, path, query, headers.join(''), claim.signedHeaders.join(';'), sha256(message.body)].join(
    '\n',
  );
}

function headerOf(message: SignedMessage, name: string): string {
  const value = message.headers[name] ?? '';
  return (typeof value === 'string' ? value : value.join(',')).trim().replace(/ +/g, ' ');
}

/** The milliseconds of a time in the short form of ISO 8601, 20260131T120000Z; not a number for anything else. */
function wallOf(time: string): number {
  return Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
