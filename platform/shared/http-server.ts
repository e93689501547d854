import { randomUUID } from 'node:crypto';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RouteOptions,
} from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { type Contract, type ContractName, type Operation, readContract } from './contract.ts';
import type { Logger } from './logger.ts';
import { badRequest, notFound, Problem, unauthorized, unavailable } from './problem.ts';
import { isOutage } from './store-outage.ts';
import { describeMistakes, findUnkeepable, schemaCompiler } from './validation.ts';

export type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** Accepts the request or throws a Problem. */
export type Guard = (request: FastifyRequest) => Promise<void>;

export interface HttpServerOptions {
  readonly contract: ContractName;
  /** One handler for each operationId of the contract, no more and no fewer. */
  readonly operations: Readonly<Record<string, Handler>>;
  /** One guard for each security scheme that the contract's operations name. */
  readonly security: Readonly<Record<string, Guard>>;
  readonly logger: Logger;
  /** Hooks and plugins that must stand before the contract's routes. */
  readonly prepare?: (server: FastifyInstance) => Promise<void>;
}

/**
 * A server, not yet listening, of exactly what the contract declares. Checks come in this order: who are you (401, before the body is read),
 * is it well-formed (400), then the handler. Errors are problem documents, 503 where a store is out of reach; x-request-id is taken from the request or made, and returned, with the
 * version of the contract.
 */
export async function httpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const contract = readContract(options.contract);
  refuseGaps(contract, options);
  const loggerInstance: FastifyBaseLogger = options.logger;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    exposeHeadRoutes: false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  });
  acceptOnlyJson(server);
  server.setValidatorCompiler(schemaCompiler());
  // Answers are sent as they are: a serializer made from the schema would hide a field that the contract lacks.
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  server.setErrorHandler<FastifyError | Problem>(answerError);
  server.setNotFoundHandler((request) => {
    throw notFound(`There is nothing at ${request.method} ${request.url.split('?')[0]}`);
  });
  const { version } = contract;
  server.addHook(
    'onRequest',
    async (request, reply) => void reply.headers({ 'x-request-id': request.id, 'x-contract-version': version }),
  );
  server.addHook('preValidation', refuseUnkeepable);
  server.addHook('onResponse', logResponse);
  await options.prepare?.(server);
  await server.register(openapiGlue, {
    specification: contract.specification,
    operationResolver: (operationId: string) => route(contract, operationId, options),
  });
  return server;
}

function refuseGaps(contract: Contract, { operations, security }: HttpServerOptions): void {
  const declared = [...contract.operations.keys()];
  const schemes = [...contract.operations.values()].flatMap((operation) => operation.security);
  const gaps = [
    ...declared.filter((id) => operations[id] === undefined).map((id) => `operation ${id} has no handler`),
    ...Object.keys(operations)
      .filter((id) => !contract.operations.has(id))
      .map((id) => `handler ${id} has no operation in the contract`),
    ...[...new Set(schemes)]
      .filter((name) => security[name] === undefined)
      .map((name) => `security scheme ${name} has no guard`),
  ];
  if (gaps.length > 0) throw new Error(`The service and its contract differ: ${gaps.join('; ')}`);
}

function route(contract: Contract, operationId: string, { operations, security }: HttpServerOptions): RouteOptions {
  const operation = contract.operations.get(operationId);
  const handler = operations[operationId];
  if (operation === undefined || handler === undefined) throw new Error(`Operation ${operationId} cannot be served`);
  // The glue takes method, url and schema from the contract and would let others override them, yet its type asks for them.
  return { ...guards(operation, security), handler } as Partial<RouteOptions> as RouteOptions;
}

function guards(operation: Operation, security: Readonly<Record<string, Guard>>) {
  return {
    onRequest: async (request: FastifyRequest) => {
      for (const name of operation.security) await security[name]?.(request);
    },
    preValidation: async (request: FastifyRequest) => {
      if (operation.needsBody && request.body == null)
        throw badRequest('The request has no body; a JSON object is required');
    },
  };
}

function acceptOnlyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    return parse(request, String(body), done);
  });
}

async function refuseUnkeepable(request: FastifyRequest): Promise<void> {
  const { params, query, body } = request;
  const found = findUnkeepable(params, 'path') ?? findUnkeepable(query, 'query') ?? findUnkeepable(body, 'body');
  if (found !== undefined) throw badRequest(found);
}

async function logResponse(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const path = request.url.split('?')[0];
  const level = path === '/health' || path === '/metrics' ? 'debug' : 'info';
  request.log[level](
    { method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
    'answered',
  );
}

function answerError(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  return reply
    .code(problem.status)
    .headers({ 'x-request-id': request.id, ...problem.headers })
    .type('application/problem+json')
    .send(JSON.stringify(problem.document()));
}

function asProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error;
  if (isOutage(error))
    return unavailable('A part of OptiInfra is out of reach at the moment. Try again a little later.');
  if (error.validation !== undefined)
    return badRequest(describeMistakes(error.validation, partName(error.validationContext)));
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return badRequest('The content-type must be application/json');
  if (error.statusCode === 401) return unauthorized(error.message);
  // The framework's other refusals (malformed JSON, a body too large, a bad URL) all say that the request is not well-formed.
  if (error.statusCode !== undefined && error.statusCode < 500) return badRequest(error.message);
  return new Problem(500, 'The request could not be completed. The x-request-id of this answer helps to find out why.');
}

function partName(context: string | undefined): string {
  return context === 'params' ? 'path' : context === 'querystring' ? 'query' : (context ?? 'body');
}

function requestId(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
