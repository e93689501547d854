import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Logger } from '../../shared/logger.ts';
import { notFound } from '../../shared/problem.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Reader } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';

type Schemas = components['schemas'];

/** The same host and type again is the same agent. Answers its id. */
export async function registerAgent(db: Reader, form: Schemas['Registration']): Promise<string> {
  return db.transaction().execute(async (trx) => {
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
    return id;
  });
}

/** An agent that was unreachable is back with its next heartbeat. @throws Problem 404 when it is not registered */
export async function recordHeartbeat(db: Reader, agentId: string, beat: Schemas['Heartbeat']): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const agent = await trx
      .updateTable('agents')
      .set({ ...beat, last_heartbeat_at: sql<Date>`now()` })
      .where('id', '=', agentId)
      .where('status', '<>', 'deregistered')
      .returning('id')
      .executeTakeFirst();
    if (agent === undefined) throw notFound(`Agent ${agentId} is not registered`);
    await trx
      .insertInto('agent_heartbeats')
      .values({ agent_id: agentId, ...beat })
      .execute();
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

  /** Looks five times within the limit, so that it is overstepped by a fifth at most. */
  begin(): void {
    this.#timer = setInterval(() => void this.#sweep(), (this.#unreachableSeconds * 1000) / 5);
  }

  end(): void {
    clearInterval(this.#timer);
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
