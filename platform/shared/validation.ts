import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

/**
 * Bodies are taken as they are; parameters in the path and the query, which arrive as text, are coerced. Unknown fields are refused, never
 * dropped.
 */
export function schemaCompiler(): FastifySchemaCompiler<object> {
  const strict = compiler(false);
  const coercing = compiler(true);
  return ({ schema, httpPart }) => (httpPart === 'body' ? strict : coercing).compile(schema);
}

/** Says of each mistake which field it concerns and what is allowed, and never repeats the value. */
export function describeMistakes(errors: readonly Partial<ErrorObject>[], part: string): string {
  return [...new Set(errors.map((error) => describe(error, part)))].join('; ');
}

/** The path of the first text that no store accepts: it holds U+0000, or half of a surrogate pair. */
export function findUnstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(item, `${path}.${key}`) : path;
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

function compiler(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, removeAdditional: false, coerceTypes });
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
