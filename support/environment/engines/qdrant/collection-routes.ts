import type { FastifyInstance } from 'fastify';
import { collectionInfo } from './collection-info.ts';
import type { Collections } from './collections.ts';
import { acknowledge, parseBody, type Route } from './envelope.ts';
import { createCollectionBody, createIndexBody } from './schemas.ts';

/** Collections and the indexes of their fields. */
export function serveCollections(http: FastifyInstance, collections: Collections): void {
  http.get('/collections', async () => ({ collections: collections.names().map((name) => ({ name })) }));
  http.get<Route>('/collections/:name', async ({ params }) => collectionInfo(collections.get(params.name)));
  http.get<Route>('/collections/:name/exists', async ({ params }) => ({ exists: collections.has(params.name) }));
  http.put<Route>('/collections/:name', async ({ params, body }) => {
    const { vectors, ...options } = parseBody(createCollectionBody, body);
    collections.create(params.name, { vectors, options, indexes: {} });
    return true;
  });
  http.delete<Route>('/collections/:name', async ({ params }) => collections.drop(params.name));
  http.put<Route>('/collections/:name/index', async ({ params, query, body }) => {
    const { field_name: field, field_schema: type } = parseBody(createIndexBody, body);
    return acknowledge(collections.get(params.name).index(field, type), query);
  });
  http.delete<Route<{ field: string }>>('/collections/:name/index/:field', async ({ params, query }) =>
    acknowledge(collections.get(params.name).index(params.field, undefined), query),
  );
}
