import { z } from 'zod';
import { DISTANCES } from './distance.ts';
import { filterSchema } from './filter-schema.ts';
import { pointId } from './point-id.ts';

/** Fields of Qdrant's API that this server does not implement may be left out or null, and nothing else. */
const unsupported = z.null({ error: 'is not supported by the embedded server' }).optional();

export const payloadSchema = z.record(z.string(), z.unknown());

const vector = z.array(z.number(), {
  error: 'expected a list of numbers: named, sparse and multi vectors are not supported',
});

export const createCollectionBody = z.looseObject({
  vectors: z.looseObject({
    size: z.int().min(1).max(65_536),
    distance: z.enum(DISTANCES, { error: `expected one of ${DISTANCES.join(', ')}; named vectors are not supported` }),
    multivector_config: unsupported,
  }),
  sparse_vectors: unsupported,
});

/** The kind of index: `"keyword"` or `{"type": "keyword", …}`. */
export const createIndexBody = z.looseObject({
  field_name: z.string().min(1),
  field_schema: z
    .union([indexType(), z.looseObject({ type: indexType() }).transform(({ type }) => type)])
    .nullish()
    .transform((type) => type ?? 'keyword'),
});

const newPoint = z.looseObject({ id: pointId, vector, payload: payloadSchema.nullish() });

/** Points one by one or as columns; always a list of points afterwards. */
export const upsertBody = z.union([
  z.looseObject({ points: z.array(newPoint), update_filter: unsupported }).transform(({ points }) => points),
  z
    .looseObject({
      batch: z.looseObject({
        ids: z.array(pointId),
        vectors: z.array(vector),
        payloads: z.array(payloadSchema.nullable()).nullish(),
      }),
      update_filter: unsupported,
    })
    .refine(({ batch }) => batch.ids.length === batch.vectors.length, { error: 'ids and vectors differ in number' })
    .refine(({ batch }) => !batch.payloads || batch.ids.length === batch.payloads.length, {
      error: 'ids and payloads differ in number',
    })
    .transform(({ batch }) =>
      batch.ids.map((id, index) => ({ id, vector: batch.vectors[index] ?? [], payload: batch.payloads?.[index] })),
    ),
]);

const payloadSelector = z.union([
  z.boolean(),
  z.array(z.string()),
  z.strictObject({ include: z.array(z.string()) }),
  z.strictObject({ exclude: z.array(z.string()) }),
]);

const withVector = z
  .union([z.boolean(), z.array(z.string()).length(0)], {
    error: 'expected true or false: named vectors are not supported',
  })
  .nullish()
  .transform((value) => value === true);

const filter = filterSchema.nullish().transform((value) => value ?? undefined);

export const retrieveBody = z.looseObject({
  ids: z.array(pointId),
  with_payload: payloadSelector.nullish().transform((value) => value ?? true),
  with_vector: withVector,
});

export const scrollBody = z.looseObject({
  offset: pointId.nullish().transform((value) => value ?? undefined),
  limit: z
    .int()
    .min(1)
    .nullish()
    .transform((value) => value ?? 10),
  filter,
  with_payload: payloadSelector.nullish().transform((value) => value ?? true),
  with_vector: withVector,
  order_by: unsupported,
});

export const countBody = z.looseObject({ filter });

/** Points by their ids or by a filter. */
export const selectorBody = z.union(
  [
    z
      .looseObject({ points: z.array(pointId), filter: z.null().optional() })
      .transform(({ points }) => ({ ids: points })),
    z.looseObject({ filter: filterSchema, points: z.null().optional() }).transform((body) => ({ filter: body.filter })),
  ],
  { error: 'expected either points or a filter' },
);

export type Selector = z.infer<typeof selectorBody>;

export const setPayloadBody = z.intersection(z.looseObject({ payload: payloadSchema, key: unsupported }), selected());
export const deletePayloadBody = z.intersection(z.looseObject({ keys: z.array(z.string().min(1)) }), selected());

const target = z.union([vector, pointId], {
  error: 'expected a vector, a point id or {"nearest": …}; other queries are not supported',
});

/** A search; without a query, points in the order of their ids. */
export const queryBody = z.looseObject({
  query: z
    .union([target, z.strictObject({ nearest: target, mmr: unsupported }).transform(({ nearest }) => nearest)])
    .nullish()
    .transform((value) => value ?? undefined),
  filter,
  score_threshold: z
    .number()
    .nullish()
    .transform((value) => value ?? undefined),
  limit: z
    .int()
    .min(1)
    .nullish()
    .transform((value) => value ?? 10),
  offset: z
    .int()
    .min(0)
    .nullish()
    .transform((value) => value ?? 0),
  with_payload: payloadSelector.nullish().transform((value) => value ?? false),
  with_vector: withVector,
  prefetch: unsupported,
  using: unsupported,
  lookup_from: unsupported,
});

export type Query = z.infer<typeof queryBody>;

export const queryBatchBody = z.looseObject({ searches: z.array(queryBody) });

function indexType() {
  return z.enum(['keyword', 'integer', 'float', 'geo', 'text', 'bool', 'datetime', 'uuid']);
}

function selected() {
  return selectorBody.transform((selector) => ({ selector }));
}
