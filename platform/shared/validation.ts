import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

/**
 * Bodies are taken as they are; parameters in the path and the query arrive as text, of which numbers are read. Unknown fields are refused,
 * never dropped.
 */
export function schemaCompiler(): FastifySchemaCompiler<ParameterSchema> {
  const ajv = compiler();
  return ({ schema, httpPart }) => {
    const validate = ajv.compile(schema);
    if (httpPart === 'body') return validate;
    return (data: Record<string, unknown>) => {
      readNumbers(data, schema);
      return validate(data) || { error: validate.errors as never };
    };
  };
}

interface ParameterSchema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
}

/** As JSON writes them: what the library would coerce, too, such as a blank or 0x10, stays text, and is refused. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;

function readNumbers(data: Record<string, unknown>, { properties = {} }: ParameterSchema): void {
  for (const [name, { type }] of Object.entries(properties)) {
    const text = data[name];
    if ((type === 'integer' || type === 'number') && typeof text === 'string' && NUMBER.test(text))
      data[name] = Number(text);
  }
}

/** Says of each mistake which field it concerns and what is allowed, and never repeats the value. */
export function describeMistakes(errors: readonly Partial<ErrorObject>[], part: string): string {
  return [...new Set(errors.map((error) => describe(error, part)))].join('; ');
}

/** Lists and objects in each other; nothing that the contracts describe comes near. */
const DEEPEST = 100;

/**
 * What is wrong with the first thing that cannot be kept: a text that no store accepts, which holds U+0000 or half of a character, or so many
 * lists and objects in each other that whoever walks through them may run out of stack; undefined where all can be kept.
 */
export function findUnkeepable(value: unknown, path: string, depth = 0): string | undefined {
  if (typeof value === 'string') return unstorable(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === DEEPEST)
    return `${path.split('.')[0]} must not hold more than ${DEEPEST} lists and objects in each other`;
  for (const [key, item] of Object.entries(value)) {
    const found = unstorable(key, path) ?? findUnkeepable(item, `${path}.${key}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** JSON may name each half of a surrogate pair alone, which is no text in UTF-8. */
function unstorable(text: string, path: string): string | undefined {
  if (text.includes('\u0000')) return `${path} must not contain the character U+0000`;
  return /\p{Surrogate}/u.test(text) ? `${path} must not contain half of a character (a lone surrogate)` : undefined;
}

function compiler(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    strictNumbers: true,
    useDefaults: true,
    removeAdditional: false,
  });
  formats.default(ajv);
  // The library's own format also takes the prefix urn:uuid:, which PostgreSQL does not.
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  return ajv;
}

function describe(error: Partial<ErrorObject>, part: string): string {
  const { missingProperty, additionalProperty, allowedValues } = error.params ?? {};
  const field = [part, ...(error.instancePath ?? '').split('/').slice(1)];
  if (error.keyword === 'required') return `${[...field, missingProperty].join('.')} is missing`;
  if (error.keyword === 'additionalProperties')
    return `${[...field, additionalProperty].join('.')} is not a known field`;
  if (error.keyword === 'enum') return `${field.join('.')} must be one of ${allowedValues.join(', ')}`;
  return `${field.join('.')} ${error.message ?? 'is not allowed'}`;
}
