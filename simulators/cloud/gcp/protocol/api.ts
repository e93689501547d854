import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { bearerOf } from '../gate.ts';
import type { Bearer } from '../projects/bearer.ts';
import type { Projects } from '../projects/projects.ts';
import { GoogleError, invalid } from './errors.ts';

/** A request whose sender is known; what it says has not been looked at yet. */
export interface GoogleCall {
  readonly bearer: Bearer;
  /** What is asked for: method and pattern of the path. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
}

/** @throws GoogleError */
export type GoogleAction = (call: GoogleCall) => object | Promise<object>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly act: GoogleAction;
}

/** Serves Google's JSON APIs: tokens in, JSON in and out, refusals in Google's words. */
export async function serve(app: FastifyInstance, projects: Projects, routes: readonly Route[]): Promise<void> {
  app.removeAllContentTypeParsers();
  // Google's clients say that they send JSON where they send nothing.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    parse(String(body), done),
  );
  app.setErrorHandler<FastifyError | GoogleError>((cause, request, reply) => {
    const error = refusalOf(cause);
    if (error.code === 500) request.log.error(cause);
    else request.log.info({ reason: error.reason, message: error.message }, 'A request is refused');
    return reply.code(error.code).send(error.body);
  });
  app.setNotFoundHandler((request, reply) => {
    const error = new GoogleError(404, 'notFound', `There is no ${request.method} ${request.url} here.`);
    return reply.code(404).send(error.body);
  });
  for (const { method, url, act } of routes) {
    app.route({
      method,
      url,
      handler: (request: FastifyRequest<{ Params: Record<string, string> }>) => {
        const bearer = bearerOf(projects, request.headers.authorization);
        const { params: parameters, query, body } = request;
        return act({ bearer, action: `${method} ${url}`, parameters, query, body });
      },
    });
  }
}

/**
 * What the query or the body says, by a schema.
 * @throws GoogleError that names the field
 */
export function read<S extends z.ZodType>(schema: S, given: unknown, where = ''): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = [where, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
  throw invalid(`Invalid value for field '${field}': ${issue?.message}`);
}

function refusalOf(cause: FastifyError | GoogleError): GoogleError {
  if (cause instanceof GoogleError) return cause;
  const isTheirs = cause.statusCode !== undefined && cause.statusCode < 500;
  return isTheirs ? invalid(cause.message) : new GoogleError(500, 'backendError', 'Internal error encountered.');
}

function parse(text: string, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, text === '' ? undefined : JSON.parse(text));
  } catch {
    done(invalid('Invalid JSON payload received.'));
  }
}
