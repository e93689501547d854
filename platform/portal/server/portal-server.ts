import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import proxy from '@fastify/http-proxy';
import statics from '@fastify/static';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from '../../shared/logger.ts';
import { badGateway, notFound, Problem } from '../../shared/problem.ts';
import { sessionRoutes } from './session.ts';
import { liveUpdates } from './websocket-proxy.ts';

export interface PortalOptions {
  /** Without a slash at the end. */
  readonly orchestratorUrl: string;
  /** Folder of the built pages. */
  readonly assets: string;
  readonly logger: Logger;
}

const PROBLEM = 'application/problem+json';

/** What a page may load: its own files, and pictures that its style sheet holds. */
const POLICY = {
  defaultSrc: ["'self'"],
  // recharts places its labels by style attributes; a style sheet from elsewhere stays refused.
  styleSrc: ["'self'"],
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  objectSrc: ["'none'"],
};

/**
 * The portal, not yet listening: pages, sessions, and the API and live updates of the orchestrator under the pages' own origin.
 * @throws Error when the pages have not been built
 */
export async function portalServer({ orchestratorUrl, assets, logger }: PortalOptions): Promise<FastifyInstance> {
  if (!existsSync(join(assets, 'index.html')))
    throw new Error(
      `PORTAL_ASSETS_DIR is "${assets}", where there is no index.html. "npm run build" builds the pages.`,
    );
  const loggerInstance: FastifyBaseLogger = logger;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  server.setErrorHandler(answerError);
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  await server.register(cookie);
  server.get('/health', () => ({ status: 'ok', service: 'portal' }));
  sessionRoutes(server, orchestratorUrl);
  await server.register(proxy, {
    upstream: orchestratorUrl,
    prefix: '/api',
    preHandler: refuseSessions,
    rewritePrefix: '',
    replyOptions: { onError: (reply) => unreachable(reply as unknown as FastifyReply) },
  });
  await server.register(proxy, liveUpdates(orchestratorUrl));
  await servePages(server, assets);
  return server;
}

/** Files have their contents' hash in their names, so that they never change; every other path is the application's own. */
async function servePages(server: FastifyInstance, assets: string): Promise<void> {
  const root = resolve(assets);
  const hashed = join(root, 'assets') + sep;
  await server.register(statics, {
    root,
    preCompressed: true,
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('cache-control', path.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-store');
    },
  });
  server.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !/^\/(assets|api|ws|session)\//.test(request.url);
    if (!isPage) throw notFound(`There is nothing at ${request.method} ${request.url.split('?')[0]}`);
    return reply.sendFile('index.html');
  });
}

/** Sessions are opened at /session, where no refresh token reaches a page. The path is looked at as the orchestrator will read it. */
async function refuseSessions({ url }: FastifyRequest): Promise<void> {
  const path = decodeURIComponent(new URL(url, 'http://portal').pathname);
  if (/^\/api\/+auth\/+(?!signup$)/.test(path)) throw notFound('Sessions are opened, renewed and ended at /session');
}

function unreachable(reply: FastifyReply): void {
  const { status, document } = {
    status: 502,
    document: badGateway('OptiInfra cannot be reached at the moment.').document(),
  };
  reply.code(status).type(PROBLEM).send(JSON.stringify(document));
}

function answerError(
  error: Error & { readonly statusCode?: number },
  request: { readonly log: FastifyBaseLogger },
  reply: FastifyReply,
) {
  const problem = error instanceof Problem ? error : new Problem(error.statusCode ?? 500, said(error));
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  return reply.code(problem.status).headers(problem.headers).type(PROBLEM).send(JSON.stringify(problem.document()));
}

function said({ message, statusCode = 500 }: { readonly message: string; readonly statusCode?: number }): string {
  return statusCode < 500 ? message : 'The request could not be completed.';
}
