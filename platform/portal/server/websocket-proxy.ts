import type proxy from '@fastify/http-proxy';
import type { FastifyHttpProxyOptions } from '@fastify/http-proxy';
import type { FastifyRequest } from 'fastify';

/** The subprotocol of the live updates (contracts/events.yaml). */
const PROTOCOL = 'optiinfra.v1';

/**
 * The orchestrator's live updates under the pages' own origin. A browser can only pass its token along in the list of subprotocols;
 * here it becomes the header that it should be.
 */
export function liveUpdates(orchestratorUrl: string): Parameters<typeof proxy>[1] {
  return {
    upstream: orchestratorUrl,
    prefix: '/ws',
    rewritePrefix: '/ws',
    websocket: true,
    wsServerOptions: { handleProtocols: (offered: Set<string>) => (offered.has(PROTOCOL) ? PROTOCOL : false) },
    wsClientOptions: CLIENT_OPTIONS,
  };
}

/** The option is documented, and missing in the package's types. */
const CLIENT_OPTIONS = {
  rewriteRequestHeaders: (headers: object, request: FastifyRequest) => ({
    ...headers,
    ...authorization(request.headers),
  }),
} as NonNullable<FastifyHttpProxyOptions['wsClientOptions']>;

/** @param headers of the browser's request to open the line */
export function authorization(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const offered = String(headers['sec-websocket-protocol'] ?? '').split(',');
  const token = offered.map((one) => one.trim()).find((one) => one.startsWith('bearer.'));
  return token === undefined ? {} : { authorization: `Bearer ${token.slice('bearer.'.length)}` };
}
