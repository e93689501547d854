import type { FastifyInstance } from 'fastify';
import type { Collections } from './collections.ts';
import { acknowledge, parseBody, type Route } from './envelope.ts';
import { formatError, QdrantError } from './errors.ts';
import { withoutPaths } from './payload.ts';
import { project } from './point.ts';
import { comparePointIds, pointIdFromPath } from './point-id.ts';
import * as schemas from './schemas.ts';
import { search } from './search.ts';

/** Reading, writing and deleting points. */
export function servePoints(http: FastifyInstance, collections: Collections): void {
  http.put<Route>(POINTS, async ({ params, query, body }) =>
    acknowledge(collections.get(params.name).upsert(parseBody(schemas.upsertBody, body)), query),
  );
  http.post<Route>(`${POINTS}/delete`, async ({ params, query, body }) =>
    acknowledge(collections.get(params.name).remove(parseBody(schemas.selectorBody, body)), query),
  );
  http.post<Route>(POINTS, async ({ params, body }) => {
    const { ids, with_payload: payload, with_vector: vector } = parseBody(schemas.retrieveBody, body);
    const collection = collections.get(params.name);
    const found = ids.flatMap((id) => collection.find(id) ?? []);
    return found.map((point) => project(point, { payload, vector }));
  });
  http.get<Route<{ id: string }>>(`${POINTS}/:id`, async ({ params }) => {
    const collection = collections.get(params.name);
    const id = pointIdFromPath(params.id);
    if (id === undefined) throw formatError(`${params.id} is not a valid point ID`);
    const point = collection.find(id);
    if (point === undefined) throw new QdrantError(404, `Not found: Point with id ${params.id} does not exists!`);
    return project(point, { payload: true, vector: true });
  });
}

/** Scrolling, counting and searching. */
export function serveQueries(http: FastifyInstance, collections: Collections): void {
  http.post<Route>(`${POINTS}/scroll`, async ({ params, body }) => {
    const { offset, limit, filter, with_payload: payload, with_vector: vector } = parseBody(schemas.scrollBody, body);
    const passing = collections.get(params.name).select(filter);
    const start = offset === undefined ? 0 : passing.findIndex(({ id }) => comparePointIds(id, offset) >= 0);
    const from = start === -1 ? passing.length : start;
    const page = passing.slice(from, from + limit).map((point) => project(point, { payload, vector }));
    return { points: page, next_page_offset: passing[from + limit]?.id ?? null };
  });
  http.post<Route>(`${POINTS}/count`, async ({ params, body }) => {
    const { filter } = parseBody(schemas.countBody, body);
    return { count: collections.get(params.name).select(filter).length };
  });
  http.post<Route>(`${POINTS}/query`, async ({ params, body }) => {
    const query = parseBody(schemas.queryBody, body);
    return { points: search(collections.get(params.name), query) };
  });
  http.post<Route>(`${POINTS}/query/batch`, async ({ params, body }) => {
    const { searches } = parseBody(schemas.queryBatchBody, body);
    const collection = collections.get(params.name);
    return searches.map((query) => ({ points: search(collection, query) }));
  });
}

/** Changing payloads without touching vectors. */
export function servePayloads(http: FastifyInstance, collections: Collections): void {
  http.post<Route>(`${POINTS}/payload`, async ({ params, query, body }) => {
    const { payload, selector } = parseBody(schemas.setPayloadBody, body);
    return acknowledge(
      collections.get(params.name).changePayload(selector, (old) => ({ ...old, ...payload })),
      query,
    );
  });
  http.put<Route>(`${POINTS}/payload`, async ({ params, query, body }) => {
    const { payload, selector } = parseBody(schemas.setPayloadBody, body);
    return acknowledge(
      collections.get(params.name).changePayload(selector, () => payload),
      query,
    );
  });
  http.post<Route>(`${POINTS}/payload/delete`, async ({ params, query, body }) => {
    const { keys, selector } = parseBody(schemas.deletePayloadBody, body);
    return acknowledge(
      collections.get(params.name).changePayload(selector, (old) => withoutPaths(old, keys)),
      query,
    );
  });
  http.post<Route>(`${POINTS}/payload/clear`, async ({ params, query, body }) => {
    const selector = parseBody(schemas.selectorBody, body);
    return acknowledge(
      collections.get(params.name).changePayload(selector, () => ({})),
      query,
    );
  });
}

const POINTS = '/collections/:name/points';
