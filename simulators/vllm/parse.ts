import type { z } from 'zod';
import { Problem } from './problem.ts';

/** The value as the schema types it; a problem 400 that names every field that is wrong. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, where: 'path' | 'query' | 'body'): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`);
  throw new Problem(400, 'Request does not follow the contract', faults.join('; '));
}
