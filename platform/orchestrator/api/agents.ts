import type { components } from '../../../contracts/generated/openapi.ts';
import { deregisterAgent, listAgents, recordHeartbeat, registerAgent } from '../agents/registry.ts';
import { type ApiDependencies, bodyOf, type Operations, pathParameter } from './dependencies.ts';

type Schemas = components['schemas'];

export function agentOperations({ access, config, stores }: ApiDependencies): Operations {
  return {
    listAgents: async (request) => {
      await access.asOperator(request);
      return listAgents(stores.db);
    },
    registerAgent: async (request) => ({
      registered: true,
      agent_id: await registerAgent(stores, bodyOf<Schemas['Registration']>(request)),
      heartbeat_interval_seconds: config.HEARTBEAT_INTERVAL_SECONDS,
    }),
    recordHeartbeat: async (request) => {
      await recordHeartbeat(stores, pathParameter(request, 'agent_id'), bodyOf<Schemas['Heartbeat']>(request));
      return { received: true, next_interval_seconds: config.HEARTBEAT_INTERVAL_SECONDS };
    },
    deregisterAgent: async (request, reply) => {
      await deregisterAgent(stores.db, pathParameter(request, 'agent_id'));
      return reply.code(204).send();
    },
  };
}
