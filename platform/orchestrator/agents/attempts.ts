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
  async begin(search: Search): Promise<Attempt | undefined> {
    const { taskId } = search;
    return this.#db.transaction().execute(async (trx) => {
      const pool = await lockPool(trx, search);
      const agent = await this.#choose(trx, pool, search);
      return agent && { taskId, agent, number: await note(trx, taskId, agent.id) };
    });
  }

  /** Keeps what became of it. Whoever answers in a form that is understood has not failed, whatever the answer is. */
  async end({ taskId, number, agent }: Attempt, error: unknown): Promise<void> {
    const outcome = outcomeOf(error);
    const problem = error instanceof Error ? error.message : null;
    await Promise.all([
      this.#db
        .updateTable('task_attempts')
        .set({ ended_at: sql<Date>`clock_timestamp()`, outcome, problem })
        .where('task_id', '=', taskId)
        .where('number', '=', number)
        .where('ended_at', 'is', null)
        .execute(),
      this.#judge(agent.id, outcome),
    ]);
  }

  /** Trials that are due first, else nobody would ever be tried again; then healthy before degraded, and the least busy. */
  #choose(trx: Kysely<Database>, pool: string, { agentType, tried }: Search): Promise<AgentRow | undefined> {
    const busy = sql<number>`(select count(*) from task_attempts where agent_id = agents.id and ended_at is null
                              and started_at > now() - interval '10 minutes')`;
    const before = sql<Date>`clock_timestamp() - make_interval(secs => ${this.#circuit.pauseSeconds})`;
    const best = trx
      .selectFrom('agents')
      .select('agents.id')
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
      .limit(1);
    return trx
      .updateTable('agents')
      .set({
        last_given_at: sql<Date>`clock_timestamp()`,
        circuit: sql<AgentRow['circuit']>`case circuit when 'open' then 'half_open' else circuit end`,
      })
      .where('id', '=', best)
      .returningAll()
      .executeTakeFirst();
  }

  async #judge(agentId: string, outcome: TaskAttemptOutcome): Promise<void> {
    if (outcome === 'completed' || outcome === 'failed') await this.#closeCircuit(agentId);
    else if (outcome !== 'cancelled') await this.#countFailure(agentId);
  }

  async #closeCircuit(agentId: string): Promise<void> {
    await this.#db
      .updateTable('agents')
      .set({ circuit: 'closed', failures_in_a_row: 0, circuit_opened_at: null })
      .where('id', '=', agentId)
      .where((agent) => agent.or([agent('circuit', '<>', 'closed'), agent('failures_in_a_row', '>', 0)]))
      .execute();
  }

  async #countFailure(agentId: string): Promise<void> {
    const opens = sql`(circuit = 'half_open' or (circuit = 'closed' and failures_in_a_row + 1 >= ${this.#circuit.failures}))`;
    await this.#db
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

/** Answers the customer's pool. Two choices in it at once would both find the same agent idle. */
async function lockPool(trx: Kysely<Database>, { customerId, agentType }: Search): Promise<string> {
  const locked = await trx
    .selectFrom('customers')
    .select([
      'agent_pool',
      sql`pg_advisory_xact_lock(hashtextextended('agents ' || agent_pool || ${agentType}, 0))`.as('_'),
    ])
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (locked === undefined) throw customerLeft();
  return locked.agent_pool;
}

async function note(trx: Kysely<Database>, taskId: string, agentId: string): Promise<number> {
  const { number } = await trx
    .with('task', (db) =>
      db
        .updateTable('tasks')
        .set({ agent_id: agentId, attempts: sql`attempts + 1`, waits_for_agent: false })
        .where('id', '=', taskId)
        .returning(['id', 'attempts']),
    )
    .insertInto('task_attempts')
    .columns(['task_id', 'number', 'agent_id'])
    .expression((db) => db.selectFrom('task').select(['id', 'attempts', sql.val(agentId).as('agent_id')]))
    .returning('number')
    .executeTakeFirstOrThrow(() => customerLeft());
  return number;
}

/** Whoever leaves takes the tasks along. */
function customerLeft(): TaskError {
  return new TaskError('customer_left', 'The customer has left', { retryable: false });
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
