import type { FastifyError, FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { formatError, QdrantError } from './errors.ts';

/** A route below a collection. */
export interface Route<Params extends object = object> {
  readonly Params: { readonly name: string } & Params;
  readonly Querystring: { readonly wait?: string };
}

/** What a write answers; every write is complete by then, `acknowledged` only says that nobody asked to wait. */
export function acknowledge(operation: number, query: Route['Querystring']): Readonly<Record<string, unknown>> {
  return { operation_id: operation, status: query.wait === 'true' ? 'completed' : 'acknowledged' };
}

/** @throws {QdrantError} 400 naming each mistake and where it is. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw formatError(explain(parsed.error.issues, []), { cause: parsed.error });
}

/** Wraps every result of a scope as `{result, status, time, usage}`. */
export function wrapResults(scope: FastifyInstance): void {
  scope.addHook('preSerialization', async (_request, reply, payload) =>
    reply.statusCode < 400 ? { result: payload, status: 'ok', time: reply.elapsedTime / 1000, usage: null } : payload,
  );
}

/** Answers every failure as `{status: {error}, time}`. */
export function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler<FastifyError | QdrantError>(async (error, request, reply) => {
    const refusal = asQdrantError(error);
    if (refusal.status >= 500) request.log.error(error, 'request failed');
    reply.code(refusal.status);
    return { status: { error: refusal.message }, time: reply.elapsedTime / 1000 };
  });
  http.setNotFoundHandler(async (request, reply) => {
    reply.code(404);
    return { status: { error: `Not found: ${request.method} ${request.url}` }, time: reply.elapsedTime / 1000 };
  });
}

function asQdrantError(error: FastifyError | QdrantError): QdrantError {
  if (error instanceof QdrantError) return error;
  const { statusCode = 500 } = error;
  if (statusCode === 400) return formatError(error.message, { cause: error });
  if (statusCode < 500) return new QdrantError(statusCode, error.message, { cause: error });
  return new QdrantError(500, `Service internal error: ${error.message}`, { cause: error });
}

/** Of alternatives without a message of their own, explains the one that came furthest. */
function explain(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[]): string {
  const mistakes = issues.map((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union' && issue.message === 'Invalid input' && issue.errors.length > 0) {
      const [furthest = []] = [...issue.errors].sort((left, right) => depth(right) - depth(left));
      return explain(furthest, path);
    }
    return `${path.join('.') || 'body'}: ${issue.message}`;
  });
  return mistakes.join('; ');
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}
