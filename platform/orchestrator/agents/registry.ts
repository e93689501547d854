import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Logger } from '../../shared/logger.ts';
import { notFound } from '../../shared/problem.ts';
import { recordAudit } from '../audit/audit.ts';
import { inChange, type Reader, type Stores } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';

type Schemas = components['schemas'];

/** The same host and type again is the same agent. Answers its id. */
export async function registerAgent(stores: Stores, form: Schemas['Registration']): Promise<string> {
  return inChange(stores, async ({ trx, wake }) => {
    const agent = {
      version: form.version,
      capabilities: form.capabilities,
      endpoint: form.endpoint,
      pool: form.pool,
      status: 'active' as const,
      current_tasks: 0,
      load: 0,
      last_heartbeat_at: sql<Date>`now()`,
    };
    const { id } = await trx
      .insertInto('agents')
      .values({ agent_type: form.agent_type, hostname: form.hostname, ...agent })
      .onConflict((found) => found.columns(['agent_type', 'hostname']).doUpdateSet(agent))
      .returning('id')
      .executeTakeFirstOrThrow();
    const details = { agent_type: form.agent_type, hostname: form.hostname, endpoint: form.endpoint };
    await recordAudit(trx, {
      actor: { type: 'agent', id },
      action: 'agent.registered',
      subject: { type: 'agent', id },
      details,
    });
    wake(channels.agents(form.agent_type));
    return id;
  });
}

/** An agent that was unreachable is back with its next heartbeat. @throws Problem 404 when it is not registered */
export async function recordHeartbeat(stores: Stores, agentId: string, beat: Schemas['Heartbeat']): Promise<void> {
  await inChange(stores, async ({ trx, wake }) => {
    const agent = await trx
      .selectFrom('agents')
      .select(['agent_type', 'status'])
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
    if (agent.status === 'unreachable') wake(channels.agents(agent.agent_type));
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

/** Oldest registration first. */
export async function listAgents(db: Reader): Promise<readonly Schemas['Agent'][]> {
  const rows = await db.selectFrom('agents').selectAll().orderBy('registered_at').orderBy('id').execute();
  return rows.map(toAgent);
}

/** Marks agents unreachable whose heartbeats stay out, and forgets heartbeats that are older than a day. */
export class HeartbeatSweep {
  readonly #db: Reader;
  readonly #unreachableSeconds: number;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { readonly db: Reader; readonly unreachableSeconds: number; readonly logger: Logger }) {
    this.#db = options.db;
    this.#unreachableSeconds = options.unreachableSeconds;
    this.#logger = options.logger;
  }

  /**
   * Looks five times within the limit, so that it is overstepped by a fifth at most. The first look comes after the whole limit: heartbeats
   * that no orchestrator was there to receive are not the agents' fault.
   */
  begin(): void {
    const limit = this.#unreachableSeconds * 1000;
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => void this.#sweep(), limit / 5);
    }, limit);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  async #sweep(): Promise<void> {
    try {
      const silent = await this.#db
        .updateTable('agents')
        .set({ status: 'unreachable' })
        .where('status', 'in', ['active', 'degraded'])
        .where('last_heartbeat_at', '<', sql<Date>`now() - make_interval(secs => ${this.#unreachableSeconds})`)
        .returning(['id', 'agent_type'])
        .execute();
      if (silent.length > 0) this.#logger.warn({ agents: silent }, 'agents are unreachable');
      await this.#db
        .deleteFrom('agent_heartbeats')
        .where('received_at', '<', sql<Date>`now() - interval '1 day'`)
        .execute();
    } catch (error) {
      this.#logger.warn({ err: error }, 'agents could not be looked after');
    }
  }
}

function toAgent({ id, registered_at, last_heartbeat_at, ...agent }: AgentRow): Schemas['Agent'] {
  return {
    agent_id: id,
    ...agent,
    registered_at: registered_at.toISOString(),
    last_heartbeat_at: last_heartbeat_at.toISOString(),
  };
}
