import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { World } from '../world/world.ts';
import type { Fleets } from './fleets.ts';
import { parse } from './parse.ts';
import { Problem } from './problem.ts';
import * as schemas from './schemas.ts';

const fleetPath = z.object({ fleet_id: z.string() });

/** The operations by which whoever stands for the outside world makes fleets and disturbs them, relative to /control/fleets. */
export function controlRoutes(app: FastifyInstance, fleets: Fleets, world: World): void {
  const fleetId = (request: FastifyRequest) => parse(fleetPath, request.params, 'path').fleet_id;

  app.addHook('onRequest', async (request) => {
    if (request.headers['x-control-key'] === world.controlKey) return;
    throw new Problem(401, 'Control key needed', 'the header x-control-key must hold the key of this world');
  });

  app.post('/', (request, reply) => {
    const fleet = fleets.create(parse(schemas.newFleetSchema, request.body, 'body'));
    const gateway_url = `${world.fleetsUrl}/fleets/${fleet.id}`;
    return reply.code(201).send({ fleet_id: fleet.id, gateway_url, admin_key: fleet.adminKey });
  });

  app.delete('/:fleet_id', (request, reply) => {
    fleets.remove(fleetId(request));
    return reply.code(204).send();
  });

  app.put('/:fleet_id/load', (request, reply) => {
    const body = parse(schemas.loadSchema, request.body, 'body');
    fleets.get(fleetId(request)).deployment(body.deployment).load = body.requests_per_second;
    return reply.code(204).send();
  });

  app.put('/:fleet_id/gateway', (request, reply) => {
    fleets.get(fleetId(request)).behaviour = parse(schemas.gatewaySchema, request.body, 'body');
    return reply.code(204).send();
  });
}
