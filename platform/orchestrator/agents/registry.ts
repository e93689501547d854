import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import { notFound } from '../../shared/problem.ts';
import { recordAudit } from '../audit/audit.ts';
import { type Change, inChange, type Reader, type Stores } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';
import { wakeWaitingTasks } from './waiting-tasks.ts';

type Schemas = components['schemas'];

/** The same host, type and pool again is the same agent, with a clean slate. Answers its id. */
export async function registerAgent(stores: Stores, form: Schemas['Registration']): Promise<string> {
  return inChange(stores, async (change) => {
    const { trx } = change;
    const agent = {
      version: form.version,
      capabilities: form.capabilities,
      endpoint: form.endpoint,
      status: 'active' as const,
      current_tasks: 0,
      load: 0,
      last_heartbeat_at: sql<Date>`now()`,
      circuit: 'closed' as const,
      failures_in_a_row: 0,
      circuit_opened_at: null,
    };
    const { id } = await trx
      .insertInto('agents')
      .values({ agent_type: form.agent_type, hostname: form.hostname, pool: form.pool, ...agent })
      .onConflict((found) => found.columns(['agent_type', 'hostname', 'pool']).doUpdateSet(agent))
      .returning('id')
      .executeTakeFirstOrThrow();
    const details = { agent_type: form.agent_type, hostname: form.hostname, pool: form.pool, endpoint: form.endpoint };
    await recordAudit(trx, {
      actor: { type: 'agent', id },
      action: 'agent.registered',
      subject: { type: 'agent', id },
      details,
    });
    await tellWaiting(change, form);
    return id;
  });
}

/** An agent that was unreachable is back with its next heartbeat. @throws Problem 404 when it is not registered */
export async function recordHeartbeat(stores: Stores, agentId: string, beat: Schemas['Heartbeat']): Promise<void> {
  await inChange(stores, async (change) => {
    const { trx } = change;
    const agent = await trx
      .selectFrom('agents')
      .select(['agent_type', 'pool', 'status'])
      .where('id', '=', agentId)
      .where('status', '<>', 'deregistered')
      .forUpdate()
      .executeTakeFirst();
    if (agent === undefined) throw notFound(`Agent ${agentId} is not registered`);
    await trx
      .updateTable('agents')
      .set({ ...beat, last_heartbeat_at: sql<Date>`now()` })
      .where('id', '=', agentId)
      .execute();
    await trx
      .insertInto('agent_heartbeats')
      .values({ agent_id: agentId, ...beat })
      .execute();
    if (agent.status === 'unreachable') await tellWaiting(change, agent);
  });
}

/** @throws Problem 404 when it never registered */
export async function deregisterAgent(db: Reader, agentId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const agent = await trx
      .updateTable('agents')
      .set({ status: 'deregistered' })
      .where('id', '=', agentId)
      .returning('id')
      .executeTakeFirst();
    if (agent === undefined) throw notFound(`Agent ${agentId} is not registered`);
    const subject = { type: 'agent', id: agentId };
    await recordAudit(trx, { actor: subject as { type: 'agent'; id: string }, action: 'agent.deregistered', subject });
  });
}

/** Of one pool or of all, oldest registration first. */
export async function listAgents(db: Reader, pool?: string): Promise<readonly Schemas['Agent'][]> {
  const rows = await db
    .selectFrom('agents')
    .selectAll()
    .$if(pool !== undefined, (query) => query.where('pool', '=', pool ?? ''))
    .orderBy('registered_at')
    .orderBy('id')
    .execute();
  return rows.map(toAgent);
}

/** Those that wait for an agent of this type and pool. */
async function tellWaiting(change: Change, agent: Pick<AgentRow, 'agent_type' | 'pool'>): Promise<void> {
  change.wake(channels.agents(agent.agent_type));
  await wakeWaitingTasks(change, { agentType: agent.agent_type, pool: agent.pool });
}

function toAgent({
  id,
  failures_in_a_row: _,
  circuit_opened_at: __,
  last_given_at: ___,
  ...row
}: AgentRow): Schemas['Agent'] {
  return {
    agent_id: id,
    ...row,
    registered_at: row.registered_at.toISOString(),
    last_heartbeat_at: row.last_heartbeat_at.toISOString(),
  };
}
