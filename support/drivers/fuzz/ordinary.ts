import fc from 'fast-check';
import type { Schema } from '../contract-operations';

/** Ids that exist, by the names under which they are asked for. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Values of a schema. Where ids are asked for that exist, three of four do. @throws TypeError for a schema that it cannot read */
export function ordinary(schema: Schema, known: Known, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((each) => ordinary(each, known)));
  switch (schema.type) {
    case 'object':
      return object(schema, known);
    case 'array':
      return array(schema, known, name);
    case 'string':
      return text(schema, known[name] ?? known[name.replace(/s$/, '')] ?? []);
    case 'integer':
      return fc.integer({ min: limit(schema, 'minimum', 0), max: limit(schema, 'maximum', 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: limit(schema, 'minimum', 0.001), max: limit(schema, 'maximum', 1e6), noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      throw new TypeError(`No input can be made for ${JSON.stringify(schema)}`);
  }
}

function object({ properties = {}, required = [] }: Schema, known: Known): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, each]) => [name, ordinary(each, known, name)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [...required], noNullPrototype: true });
}

function array(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const items = ordinary(schema.items ?? {}, known, name);
  const minLength = limit(schema, 'minItems', 0);
  const lengths = { minLength, maxLength: Math.max(minLength, Math.min(limit(schema, 'maxItems', 4), 4)) };
  return schema.uniqueItems === true
    ? fc.uniqueArray(items, { ...lengths, comparator: 'SameValueZero' })
    : fc.array(items, lengths);
}

function text(schema: Schema, existing: readonly string[]): fc.Arbitrary<unknown> {
  const { format, pattern } = schema;
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const made: Readonly<Record<string, fc.Arbitrary<string>>> = {
    uuid: fc.uuid(),
    email: fc.uuid().map((id) => `${id}@example.com`),
    uri: fc.webUrl({ validSchemes: ['http'] }),
    'date-time': fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString()),
  };
  const any = (format && made[format]) || plain(schema);
  if (existing.length === 0) return any;
  return fc.oneof({ weight: 1, arbitrary: any }, { weight: 3, arbitrary: fc.constantFrom(...existing) });
}

/** Written in any script; without U+0000, which is refused everywhere. */
function plain(schema: Schema): fc.Arbitrary<string> {
  const minLength = limit(schema, 'minLength', 0);
  const maxLength = Math.max(minLength, Math.min(limit(schema, 'maxLength', 60), 60));
  return fc.string({ unit: 'binary', minLength, maxLength }).map((each) => each.replaceAll('\u0000', 'x'));
}

function limit(schema: Schema, keyword: string, otherwise: number): number {
  const value = schema[keyword];
  return typeof value === 'number' ? value : otherwise;
}
