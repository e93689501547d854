import type { components } from '../../../contracts/generated/openapi.ts';
import { deregisterAgent, listAgents, recordHeartbeat, registerAgent } from '../agents/registry.ts';
import { actorOf } from '../auth/principal.ts';
import { readAgentPool, setAgentPool } from '../customers/agent-pool.ts';
import { type ApiDependencies, bodyOf, customerIdOf, type Operations, pathParameter } from './dependencies.ts';

type Schemas = components['schemas'];

export function agentOperations({ access, config, stores }: ApiDependencies): Operations {
  return {
    listAgents: async (request) => {
      await access.asOperator(request);
      return listAgents(stores.db, (request.query as { readonly pool?: string }).pool);
    },
    getAgentPool: async (request) => {
      const customerId = customerIdOf(request);
      await access.asOperator(request, customerId);
      return { pool: await readAgentPool(stores.db, customerId) };
    },
    setAgentPool: async (request) => {
      const customerId = customerIdOf(request);
      const actor = actorOf(await access.asOperator(request, customerId));
      const { pool } = bodyOf<Schemas['AgentPool']>(request);
      await setAgentPool(stores, { customerId, pool, actor });
      return { pool };
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
