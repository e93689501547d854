import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { LogLevel } from '../shared/config.ts';
import { serveHealth } from '../shared/lifecycle.ts';
import { serveCollections } from './collection-routes.ts';
import type { Collections } from './collections.ts';
import { answerErrors, wrapResults } from './envelope.ts';
import { servePayloads, servePoints, serveQueries } from './point-routes.ts';

/** Qdrant's REST API in front of the collections. */
export function createHttp(collections: Collections, logLevel: LogLevel): FastifyInstance {
  const http = fastify({
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
  });
  answerErrors(http);
  http.get('/', async () => ({ title: 'qdrant - vector search engine', version: COMPATIBLE_VERSION, commit: null }));
  http.get('/healthz', async () => 'healthz check passed');
  http.get('/livez', async () => 'healthz check passed');
  http.get('/readyz', async () => 'all shards are ready');
  serveHealth(http, 'qdrant');
  http.register(async (scope) => {
    wrapResults(scope);
    serveCollections(scope, collections);
    servePoints(scope, collections);
    serveQueries(scope, collections);
    servePayloads(scope, collections);
  });
  return http;
}

/** Clients compare it with their own and warn where the minor versions are further apart than one. */
const COMPATIBLE_VERSION = '1.19.0';

/** Qdrant's own default for request bodies: 32 MiB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
