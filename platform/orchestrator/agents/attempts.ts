import { type Kysely, sql } from 'kysely';
import type { Reader } from '../database/change.ts';
import type { AgentRow, Database, TaskAttemptOutcome } from '../database/schema.ts';
import { TaskError } from './task-error.ts';

export interface CircuitSettings {
  /** Failures in a row after which an agent gets no more tasks. */
  readonly failures: number;
  /** How long it gets none before one on trial. */
  readonly pauseSeconds: number;
}

export interface Search {
  readonly taskId: string;
  readonly agentType: AgentRow['agent_type'];
  readonly customerId: string;
  /** Agents that failed at this task before; they come last. */
  readonly tried: ReadonlySet<string>;
}

/** A task that was given to an agent. */
export interface Attempt {
  readonly taskId: string;
  /** Counted from 1. */
  readonly number: number;
  readonly agent: AgentRow;
}

/**
 * Who gets which task, and what became of it. All of it stands in the database, so that several orchestrators agree: on how much each agent
 * has to do, and on which of them have failed too often.
 */
export class Attempts {
  readonly #db: Reader;
  readonly #circuit: CircuitSettings;

  constructor(db: Reader, circuit: CircuitSettings) {
    this.#db = db;
    this.#circuit = circuit;
  }

  /** Gives the task to the agent of the customer's pool that has least to do; undefined where none may be given any. */
  async begin({ taskId, agentType, customerId, tried }: Search): Promise<Attempt | undefined> {
    return this.#db.transaction().execute(async (trx) => {
      const pool = await poolOf(trx, customerId);
      // Two choices at once would both find the same agent idle.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`agents ${pool} ${agentType}`}, 0))`.execute(trx);
      const agent = await this.#choose(trx, { pool, agentType, tried });
      if (agent === undefined) return undefined;
      await trx
        .updateTable('agents')
        .set({
          last_given_at: sql<Date>`clock_timestamp()`,
          circuit: sql<AgentRow['circuit']>`case circuit when 'open' then 'half_open' else circuit end`,
        })
        .where('id', '=', agent.id)
        .execute();
      return { taskId, agent, number: await note(trx, taskId, agent.id) };
    });
  }

  /** Keeps what became of it. Whoever answers in a form that is understood has not failed, whatever the answer is. */
  async end({ taskId, number, agent }: Attempt, error: unknown): Promise<void> {
    const outcome = outcomeOf(error);
    const problem = error instanceof Error ? error.message : null;
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .updateTable('task_attempts')
        .set({ ended_at: sql<Date>`clock_timestamp()`, outcome, problem })
        .where('task_id', '=', taskId)
        .where('number', '=', number)
        .where('ended_at', 'is', null)
        .execute();
      if (outcome === 'completed' || outcome === 'failed') await this.#closeCircuit(trx, agent.id);
      else if (outcome !== 'cancelled') await this.#countFailure(trx, agent.id);
    });
  }

  /** Trials that are due first, else nobody would ever be tried again; then healthy before degraded, and the least busy. */
  #choose(
    trx: Kysely<Database>,
    { pool, agentType, tried }: Pick<Search, 'agentType' | 'tried'> & { readonly pool: string },
  ): Promise<AgentRow | undefined> {
    const busy = sql<number>`(select count(*) from task_attempts where agent_id = agents.id and ended_at is null
                              and started_at > now() - interval '10 minutes')`;
    const before = sql<Date>`clock_timestamp() - make_interval(secs => ${this.#circuit.pauseSeconds})`;
    return trx
      .selectFrom('agents')
      .selectAll('agents')
      .where('agent_type', '=', agentType)
      .where('pool', '=', pool)
      .where('status', 'in', ['active', 'degraded'])
      .where(
        // The end of a trial whose orchestrator has crashed is never noted: after another pause the next one is due.
        sql<boolean>`(circuit = 'closed' or (circuit = 'half_open' and (${busy} = 0 or last_given_at < ${before}))
          or (circuit = 'open' and circuit_opened_at < ${before}))`,
      )
      .orderBy(sql`id = any(${[...tried]}::uuid[])`)
      .orderBy(sql`circuit = 'closed'`)
      .orderBy(sql`status = 'degraded'`)
      .orderBy(busy)
      .orderBy('load')
      .orderBy(sql`last_given_at nulls first`)
      .orderBy('registered_at')
      .limit(1)
      .executeTakeFirst();
  }

  async #closeCircuit(trx: Kysely<Database>, agentId: string): Promise<void> {
    await trx
      .updateTable('agents')
      .set({ circuit: 'closed', failures_in_a_row: 0, circuit_opened_at: null })
      .where('id', '=', agentId)
      .where((agent) => agent.or([agent('circuit', '<>', 'closed'), agent('failures_in_a_row', '>', 0)]))
      .execute();
  }

  async #countFailure(trx: Kysely<Database>, agentId: string): Promise<void> {
    const opens = sql`(circuit = 'half_open' or (circuit = 'closed' and failures_in_a_row + 1 >= ${this.#circuit.failures}))`;
    await trx
      .updateTable('agents')
      .set({
        failures_in_a_row: sql<number>`failures_in_a_row + 1`,
        circuit: sql<AgentRow['circuit']>`case when ${opens} then 'open' else circuit end`,
        circuit_opened_at: sql<Date>`case when ${opens} then clock_timestamp() else circuit_opened_at end`,
      })
      .where('id', '=', agentId)
      .execute();
  }
}

async function poolOf(trx: Kysely<Database>, customerId: string): Promise<string> {
  const customer = await trx
    .selectFrom('customers')
    .select('agent_pool')
    .where('id', '=', customerId)
    .executeTakeFirst();
  return customer?.agent_pool ?? 'default';
}

/** @throws TaskError where the customer, who has left meanwhile, has taken the task along */
async function note(trx: Kysely<Database>, taskId: string, agentId: string): Promise<number> {
  const task = await trx
    .updateTable('tasks')
    .set({ agent_id: agentId, attempts: sql`attempts + 1`, waits_for_agent: false })
    .where('id', '=', taskId)
    .returning('attempts')
    .executeTakeFirst();
  if (task === undefined) throw new TaskError('customer_left', 'The customer has left', { retryable: false });
  await trx.insertInto('task_attempts').values({ task_id: taskId, number: task.attempts, agent_id: agentId }).execute();
  return task.attempts;
}

function outcomeOf(error: unknown): TaskAttemptOutcome {
  if (error === undefined) return 'completed';
  if (!(error instanceof TaskError)) return 'cancelled';
  switch (error.code) {
    case 'timed_out':
      return 'timed_out';
    case 'unreachable':
      return 'unreachable';
    case 'malformed_answer':
      return 'malformed';
    default:
      return 'failed';
  }
}
