import type { components } from '../../../contracts/generated/openapi.ts';
import type { Reader } from '../database/change.ts';

type Schemas = components['schemas'];
type Health = Schemas['AgentHealth'];

const TYPES: readonly Schemas['AgentType'][] = ['cost', 'performance', 'resource', 'application'];
const BEST_FIRST: readonly Health['status'][] = ['active', 'degraded', 'unreachable'];

/** How the agents do that work for the customer: of each type the best one of its pool, of those the one heard of last. */
export async function agentHealth(db: Reader, customerId: string): Promise<readonly Health[]> {
  const agents = await db
    .selectFrom('agents')
    .innerJoin('customers', 'customers.agent_pool', 'agents.pool')
    .select(['agents.agent_type', 'agents.status', 'agents.last_heartbeat_at'])
    .where('customers.id', '=', customerId)
    .where('agents.status', '<>', 'deregistered')
    .execute();
  return TYPES.map((type): Health => {
    const [best] = agents
      .flatMap(({ agent_type, status, last_heartbeat_at }) =>
        agent_type === type && status !== 'deregistered' ? [{ status, at: last_heartbeat_at }] : [],
      )
      .toSorted(
        (a, b) => BEST_FIRST.indexOf(a.status) - BEST_FIRST.indexOf(b.status) || b.at.getTime() - a.at.getTime(),
      );
    return best
      ? { agent_type: type, status: best.status, last_heartbeat_at: best.at.toISOString() }
      : { agent_type: type, status: 'absent' };
  });
}
