import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { httpServer } from '../../shared/http-server.ts';
import type { Logger } from '../../shared/logger.ts';
import { EVENTS_PROTOCOL, EventSockets } from '../events/socket.ts';
import { serveRuntime } from '../runtime-link/socket.ts';
import { agentOperations } from './agents.ts';
import { authOperations } from './auth.ts';
import { conflictOperations } from './conflicts.ts';
import { customerOperations } from './customers.ts';
import type { ApiDependencies } from './dependencies.ts';
import { healthOperations } from './health.ts';
import { infrastructureOperations } from './infrastructure.ts';
import { optimizationOperations } from './optimizations.ts';
import { portalOperations } from './portal.ts';
import { recommendationOperations } from './recommendations.ts';
import { taskOperations } from './tasks.ts';

/** An event listener says nothing; a runtime's largest message is an inventory of a few thousand replicas. */
const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;

/** The API of contracts/openapi.yaml and the sockets of contracts/events.yaml, not yet listening. */
export async function apiServer(api: ApiDependencies, logger: Logger): Promise<FastifyInstance> {
  return httpServer({
    contract: 'openapi',
    logger,
    operations: {
      ...healthOperations(api),
      ...authOperations(api),
      ...customerOperations(api),
      ...infrastructureOperations(api),
      ...recommendationOperations(api),
      ...optimizationOperations(api),
      ...conflictOperations(api),
      ...portalOperations(api),
      ...agentOperations(api),
      ...taskOperations(api),
    },
    security: {
      bearer: (request) => api.authentication.requireBearer(request),
      agentKey: (request) => api.authentication.requireAgentKey(request),
    },
    prepare: (server) => prepare(server, api),
  });
}

async function prepare(server: FastifyInstance, api: ApiDependencies): Promise<void> {
  server.addHook('onResponse', api.observability.observeRequest);
  await server.register(helmet);
  await api.authentication.prepare(server);
  await server.register(websocket, {
    options: {
      maxPayload: LARGEST_MESSAGE_BYTES,
      handleProtocols: (offered) => (offered.has(EVENTS_PROTOCOL) ? EVENTS_PROTOCOL : false),
    },
  });
  const events = new EventSockets(api.stores, api.authentication);
  await server.register(async (sockets) => {
    sockets.route({
      method: 'GET',
      url: '/ws/customers/:customer_id',
      websocket: true,
      preValidation: (request) => events.admit(request),
      handler: (socket, request) => events.serve(socket, request),
    });
    sockets.get('/ws/agent-runtime', { websocket: true }, serveRuntime(api.stores));
  });
}
