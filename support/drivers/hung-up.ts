/** Characters in the largest body that has to be read. */
const LARGEST = 500_000;

/**
 * Whether the other side broke off because it would not read so large a body: it may close the connection while the body is still being sent
 * (RFC 9110, 15.5.14), so that its refusal is not always heard.
 */
export function hasHungUp(error: unknown, body: string | Uint8Array = ''): boolean {
  return body.length > LARGEST && /EPIPE|ECONNRESET|other side closed/.test(String(error));
}
