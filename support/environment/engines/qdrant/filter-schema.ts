import { z } from 'zod';
import { type PointId, pointId } from './point-id.ts';

/** A filter in normal form: every clause a list, a missing clause an empty one. */
export interface Filter {
  readonly must: readonly Condition[];
  readonly should: readonly Condition[];
  readonly mustNot: readonly Condition[];
  readonly minShould: { readonly conditions: readonly Condition[]; readonly count: number } | undefined;
}

export type Condition =
  | { readonly kind: 'match'; readonly key: string; readonly match: Match }
  | { readonly kind: 'range'; readonly key: string; readonly range: Range }
  | { readonly kind: 'count'; readonly key: string; readonly range: Range }
  | { readonly kind: 'isEmpty'; readonly key: string; readonly expected: boolean }
  | { readonly kind: 'isNull'; readonly key: string; readonly expected: boolean }
  | { readonly kind: 'hasId'; readonly ids: ReadonlySet<PointId> }
  | { readonly kind: 'nested'; readonly key: string; readonly filter: Filter }
  | { readonly kind: 'filter'; readonly filter: Filter };

export type Match =
  | { readonly value: Scalar }
  | { readonly any: readonly Scalar[] }
  | { readonly except: readonly Scalar[] }
  | { readonly text: string };

export type Scalar = string | number | boolean;

/** Bounds as numbers, moments in milliseconds since 1970 where `moments` is set. */
export interface Range {
  readonly moments: boolean;
  readonly gt: number | undefined;
  readonly gte: number | undefined;
  readonly lt: number | undefined;
  readonly lte: number | undefined;
}

const matchSchema = z.union(
  [
    z.strictObject({ value: z.union([z.string(), z.int(), z.boolean()]) }),
    z.strictObject({ any: z.array(z.union([z.string(), z.int()])) }),
    z.strictObject({ except: z.array(z.union([z.string(), z.int()])) }),
    z.strictObject({ text: z.string() }),
  ],
  { error: 'match takes one of value (string, integer, boolean), any, except or text' },
);

const rangeSchema = z.union(
  [
    rangeOf(z.number(), false, (bound) => bound),
    rangeOf(z.iso.datetime({ offset: true, local: true }), true, Date.parse),
  ],
  {
    error: 'range takes gt, gte, lt and lte, all numbers or all RFC 3339 moments',
  },
);

const fieldSchema = z
  .strictObject({
    key: z.string().min(1),
    match: matchSchema.nullish(),
    range: rangeSchema.nullish(),
    values_count: rangeOf(z.int(), false, (bound) => bound).nullish(),
    is_empty: z.boolean().nullish(),
    is_null: z.boolean().nullish(),
  })
  .transform(fieldConditions)
  .refine((conditions) => conditions.length > 0, {
    error: 'a field condition needs match, range, values_count, is_empty or is_null',
  });

const keyed = z.strictObject({ key: z.string().min(1) });

/** One condition as Qdrant writes it; several of one field mean all of them. */
const conditionSchema: z.ZodType<readonly Condition[]> = z.lazy(() =>
  z.unknown().transform((value, context): readonly Condition[] => {
    const parsed = schemaFor(value).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
    return z.NEVER;
  }),
);

/** The border of every filter: parses Qdrant's JSON into the normal form. */
export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
  z
    .strictObject({
      must: clause(),
      should: clause(),
      must_not: clause(),
      min_should: z.strictObject({ conditions: z.array(conditionSchema), min_count: z.int().nonnegative() }).nullish(),
    })
    .transform(({ must, should, must_not, min_should }) => ({
      must,
      should,
      mustNot: must_not,
      minShould: min_should
        ? { conditions: min_should.conditions.map(together), count: min_should.min_count }
        : undefined,
    })),
);

function clause() {
  return z
    .union([z.array(conditionSchema), conditionSchema.transform((one) => [one])])
    .nullish()
    .transform((conditions) => (conditions ?? []).map(together));
}

function schemaFor(value: unknown): z.ZodType<readonly Condition[]> {
  const has = (key: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  if (has('key')) return fieldSchema;
  if (has('is_empty'))
    return z
      .strictObject({ is_empty: keyed })
      .transform(({ is_empty: { key } }) => [{ kind: 'isEmpty', key, expected: true }]);
  if (has('is_null'))
    return z
      .strictObject({ is_null: keyed })
      .transform(({ is_null: { key } }) => [{ kind: 'isNull', key, expected: true }]);
  if (has('has_id'))
    return z
      .strictObject({ has_id: z.array(pointId) })
      .transform(({ has_id }) => [{ kind: 'hasId', ids: new Set(has_id) }]);
  if (has('nested')) {
    return z
      .strictObject({ nested: z.strictObject({ key: z.string().min(1), filter: filterSchema }) })
      .transform(({ nested: { key, filter } }) => [{ kind: 'nested', key, filter }]);
  }
  return filterSchema.transform((filter) => [{ kind: 'filter', filter }]);
}

type FieldInput = {
  readonly key: string;
  readonly match?: Match | null | undefined;
  readonly range?: Range | null | undefined;
  readonly values_count?: Range | null | undefined;
  readonly is_empty?: boolean | null | undefined;
  readonly is_null?: boolean | null | undefined;
};

function fieldConditions({ key, match, range, values_count, is_empty, is_null }: FieldInput): readonly Condition[] {
  const conditions: Condition[] = [];
  if (match) conditions.push({ kind: 'match', key, match });
  if (range) conditions.push({ kind: 'range', key, range });
  if (values_count) conditions.push({ kind: 'count', key, range: values_count });
  if (typeof is_empty === 'boolean') conditions.push({ kind: 'isEmpty', key, expected: is_empty });
  if (typeof is_null === 'boolean') conditions.push({ kind: 'isNull', key, expected: is_null });
  return conditions;
}

function together(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only !== undefined && conditions.length === 1) return only;
  return { kind: 'filter', filter: { must: conditions, should: [], mustNot: [], minShould: undefined } };
}

function rangeOf<T>(bound: z.ZodType<T>, moments: boolean, toNumber: (bound: T) => number) {
  const optional = bound
    .nullish()
    .transform((value) => (value === null || value === undefined ? undefined : toNumber(value)));
  return z
    .strictObject({ gt: optional, gte: optional, lt: optional, lte: optional })
    .transform((bounds): Range => ({ moments, ...bounds }));
}
