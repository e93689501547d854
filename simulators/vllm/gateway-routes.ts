import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { WorldClock } from '../world/clock.ts';
import { completeOn, completeOnFleet, requireAnswers } from './completions.ts';
import type { Fleet } from './fleet.ts';
import type { Fleets } from './fleets.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import { parse } from './parse.ts';
import { range } from './placement.ts';
import { Problem } from './problem.ts';
import { Exposition } from './prometheus.ts';
import { answerRange, BadData } from './range-query.ts';
import * as schemas from './schemas.ts';

const fleetPath = z.object({ fleet_id: z.string() });
const deploymentPath = fleetPath.extend({ deployment: z.string() });
const replicaPath = fleetPath.extend({ replica_id: z.string() });
const ownReplicaPath = deploymentPath.extend({ replica_id: z.string() });

const prometheusText = 'text/plain; version=0.0.4; charset=utf-8';

/** The gateway's operations, relative to /fleets/{fleet_id}. */
export function gatewayRoutes(app: FastifyInstance, fleets: Fleets, clock: WorldClock): void {
  reading(app, fleets, clock);
  changing(app, fleets);
  answering(app, fleets);
}

function reading(app: FastifyInstance, fleets: Fleets, clock: WorldClock): void {
  const fleetOf = (request: FastifyRequest) => fleets.get(parse(fleetPath, request.params, 'path').fleet_id);

  app.get('/deployments', (request) => fleetOf(request).view());

  app.get('/deployments/:deployment/traffic', (request) => {
    const path = parse(deploymentPath, request.params, 'path');
    const { window_seconds } = parse(schemas.trafficQuerySchema, request.query, 'query');
    const { ok, failed, refused } = fleetOf(request).deployment(path.deployment).traffic(window_seconds);
    return { window_seconds, requests: Math.round(ok + failed + refused), failed: Math.round(failed + refused) };
  });

  app.get('/metrics', (request, reply) =>
    reply.type(prometheusText).send(gatewayMetrics(fleetOf(request).deployments, clock.now())),
  );

  app.get('/prometheus/api/v1/query_range', (request, reply) => {
    const { deployments } = fleetOf(request);
    try {
      return answerRange(deployments, request.query, Date.now());
    } catch (error) {
      if (error instanceof BadData) return reply.code(400).send(error.document());
      throw error;
    }
  });

  app.get('/replicas/:replica_id/metrics', (request, reply) => {
    const replica = fleetOf(request).replica(parse(replicaPath, request.params, 'path').replica_id);
    requireAnswers(replica);
    const exposition = new Exposition(clock.now());
    replica.engine.write(exposition, range(replica.firstGpu, replica.args.tensor_parallel_size));
    return reply.type(prometheusText).send(exposition.text());
  });
}

function changing(app: FastifyInstance, fleets: Fleets): void {
  app.post('/deployments/:deployment/replicas', (request, reply) => {
    const { fleet, deployment } = owned(fleets, request);
    const body = parse(schemas.newReplicaSchema, request.body, 'body');
    return reply.code(201).send(fleet.addReplica(deployment, body.machine_id, body.engine_args).view());
  });

  app.delete('/deployments/:deployment/replicas/:replica_id', (request, reply) => {
    const { fleet, deployment } = owned(fleets, request);
    fleet.removeReplica(deployment, parse(ownReplicaPath, request.params, 'path').replica_id);
    return reply.code(204).send();
  });

  app.put('/deployments/:deployment/replicas/:replica_id/engine-args', (request) => {
    const { fleet, deployment } = owned(fleets, request);
    const { replica_id } = parse(ownReplicaPath, request.params, 'path');
    return fleet.restart(deployment, replica_id, parse(schemas.engineArgsSchema, request.body, 'body')).view();
  });

  app.put('/deployments/:deployment/weights', (request) => {
    const { fleet, deployment } = owned(fleets, request);
    fleet.setWeights(deployment, parse(schemas.weightsSchema, request.body, 'body'));
    return deployment.weights;
  });
}

function answering(app: FastifyInstance, fleets: Fleets): void {
  app.post('/replicas/:replica_id/v1/completions', (request) => {
    const path = parse(replicaPath, request.params, 'path');
    const body = parse(schemas.completionRequestSchema, request.body, 'body');
    return completeOn(fleets.get(path.fleet_id).replica(path.replica_id), body, wallSeconds());
  });

  app.post('/v1/completions', (request) => {
    const path = parse(fleetPath, request.params, 'path');
    const body = parse(schemas.completionRequestSchema, request.body, 'body');
    return completeOnFleet(fleets.get(path.fleet_id), body, wallSeconds());
  });
}

function owned(fleets: Fleets, request: FastifyRequest) {
  const path = parse(deploymentPath, request.params, 'path');
  const fleet = fleets.get(path.fleet_id);
  requireAdmin(fleet, request);
  return { fleet, deployment: fleet.deployment(path.deployment) };
}

function requireAdmin(fleet: Fleet, request: FastifyRequest): void {
  if (request.headers.authorization === `Bearer ${fleet.adminKey}`) return;
  throw new Problem(401, 'Admin key needed', `a change of ${fleet.id} needs its admin key as bearer token`);
}

function wallSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
