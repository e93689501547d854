import { randomUUID } from 'node:crypto';
import type { ContractOperation, Schema } from './contract-operations';
import type { Call } from './rest';

/** What a request names instead of something made up, by the name of the parameter or field. */
export type Named = Readonly<Record<string, unknown>>;

/** A request that is well-formed in every part, with no more in it than has to be. What it names does not exist, unless it is given. */
export function validRequest({ parameters, body }: ContractOperation, named: Named = {}): Call {
  const of = (place: 'path' | 'query') =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && (parameter.required || parameter.name in named))
        .map(({ name, schema }) => [name, String(named[name] ?? exampleOf(schema, named))]),
    );
  return { path: of('path'), query: of('query'), ...(body && { body: exampleOf(body, named) }) };
}

/** A value of the schema. @throws TypeError naming a schema of which none can be made up */
export function exampleOf(schema: Schema, named: Named = {}): unknown {
  const { enum: choices, const: only, oneOf, examples } = schema as Schema & { readonly examples?: readonly unknown[] };
  if (only !== undefined) return only;
  if (choices) return choices[0];
  if (oneOf?.[0]) return exampleOf(oneOf[0], named);
  if (Array.isArray(examples)) return examples[0];
  const maker = MAKERS[String(schema.type)];
  if (!maker) throw new TypeError(`Nothing can be made up for the schema ${JSON.stringify(schema)}`);
  return maker(schema, named);
}

const FORMATS: Readonly<Record<string, () => string>> = {
  uuid: randomUUID,
  email: () => `${randomUUID()}@example.com`,
  'date-time': () => new Date().toISOString(),
  uri: () => 'http://127.0.0.1:9',
};

const MAKERS: Readonly<Record<string, (schema: Schema, named: Named) => unknown>> = {
  string: ({ format = '', pattern, ...schema }) => {
    if (pattern) throw new TypeError(`A text of the pattern ${pattern} needs an example in the contract`);
    return FORMATS[format]?.() ?? 'x'.repeat(Number(schema.minLength ?? 1));
  },
  number: numberOf,
  integer: numberOf,
  boolean: () => true,
  array: ({ items = {}, minItems = 0 }, named) =>
    Array.from({ length: Number(minItems) }, () => exampleOf(items, named)),
  object: ({ properties = {}, required = [] }, named) =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.includes(name) || name in named)
        .map(([name, property]) => [name, named[name] ?? exampleOf(property, named)]),
    ),
};

function numberOf({ minimum, exclusiveMinimum }: Schema): number {
  return Number(minimum ?? Number(exclusiveMinimum ?? 0) + 1);
}
