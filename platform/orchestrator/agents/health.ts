import type { components } from '../../../contracts/generated/openapi.ts';
import type { Reader } from '../database/change.ts';

type Schemas = components['schemas'];
type Health = Schemas['AgentHealth'];

const TYPES: readonly Schemas['AgentType'][] = ['cost', 'performance', 'resource', 'application'];
const BEST_FIRST = ['active', 'degraded', 'unreachable'] as const;

/** How the agents do that work for the customer: of each type the best one of its pool, of those the one heard of last. */
export async function agentHealth(db: Reader, customerId: string): Promise<readonly Health[]> {
  const agents = await db
    .selectFrom('agents')
    .innerJoin('customers', 'customers.agent_pool', 'agents.pool')
    .select(['agents.agent_type', 'agents.status', 'agents.last_heartbeat_at as at'])
    .where('customers.id', '=', customerId)
    .execute();
  return TYPES.map((type): Health => {
    const own = agents.filter(({ agent_type }) => agent_type === type);
    for (const status of BEST_FIRST) {
      const heard = own.filter((agent) => agent.status === status).map(({ at }) => at.getTime());
      if (heard.length > 0)
        return { agent_type: type, status, last_heartbeat_at: new Date(Math.max(...heard)).toISOString() };
    }
    return { agent_type: type, status: 'absent' };
  });
}
