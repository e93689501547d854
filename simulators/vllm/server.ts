import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { World } from '../world/world.ts';
import { controlRoutes } from './control-routes.ts';
import { Fleets } from './fleets.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import { Problem } from './problem.ts';

/** The customers' serving fleets: their gateways under /fleets/{fleet_id}, their control under /control/fleets. */
export function fleets(world: World): FastifyInstance {
  const app = fastify({
    logger: { level: 'error', base: { service: 'fleets' } },
    routerOptions: { ignoreTrailingSlash: true },
  });
  const all = new Fleets(world);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request, reply) =>
    send(reply, new Problem(404, 'Not found', `${request.method} ${request.url} is no operation of the fleets`)),
  );
  app.get('/health', () => ({ status: 'ok', service: 'fleets' }));
  app.register(async (scope) => gatewayRoutes(scope, all, world.clock), { prefix: '/fleets/:fleet_id' });
  app.register(async (scope) => controlRoutes(scope, all, world), { prefix: '/control/fleets' });
  return app;
}

function answerProblem(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Problem) return send(reply, error);
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error(error);
  return send(reply, new Problem(status, 'Request failed', `${request.method} ${request.url}: ${error.message}`));
}

function send(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/json').send(problem.document());
}
