import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from '../../shared/logger.ts';
import type { Stores } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';
import { secretsOf } from '../infrastructure/cloud-access.ts';
import type { CustomerContext } from '../infrastructure/context.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import { type TaskOutput, type TaskParameters, type TaskType, taskResultSchema, tasks } from './tasks.ts';

/** A task that could not be done. Codes of the router's own: no_agent, no_answer, malformed_answer. */
export class TaskError extends Error {
  readonly code: string;
  /** Whether it may succeed later without anything being changed. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'TaskError';
    this.code = code;
    this.retryable = options.retryable;
  }
}

export interface RouterOptions {
  readonly stores: Stores;
  readonly contextOf: (customerId: string) => Promise<CustomerContext>;
  readonly agentKey: string;
  readonly timeoutSeconds: number;
  readonly longTimeoutSeconds: number;
  /** Tries after the first. */
  readonly retries: number;
  readonly logger: Logger;
}

export interface TaskRequest<T extends TaskType> {
  readonly customerId: string;
  readonly parameters: TaskParameters[T];
  /** Given for what must not be done twice; random without it. */
  readonly taskId?: string;
  /** Where every agent can do it: which of them is to. */
  readonly agentType?: AgentRow['agent_type'];
}

/** The wait before the second try; it doubles with each further one. */
const FIRST_BACKOFF_MS = 100;

/** Gives each task to the least loaded healthy agent of its type; what may succeed on another try is tried again, elsewhere if possible. */
export class TaskRouter {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** @throws TaskError */
  async run<T extends TaskType>(type: T, request: TaskRequest<T>): Promise<TaskOutput<T>> {
    const taskId = request.taskId ?? randomUUID();
    const agentType = request.agentType ?? tasks[type].agentType;
    await this.#begin(taskId, type, { customerId: request.customerId, agentType });
    const customer = await this.#options.contextOf(request.customerId);
    try {
      const body = { task_id: taskId, task_type: type, customer, parameters: request.parameters };
      const output = await this.#tryAgents(type, agentType, body);
      await this.#end(taskId, 'completed', null);
      return output;
    } catch (cause) {
      const error = withoutRole(cause, customer);
      await this.#end(taskId, 'failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #tryAgents<T extends TaskType>(
    type: T,
    agentType: AgentRow['agent_type'],
    body: { readonly task_id: string },
  ): Promise<TaskOutput<T>> {
    const tried = new Set<string>();
    for (let retry = 0; ; retry += 1) {
      try {
        const agent = await this.#choose(agentType, tried);
        tried.add(agent.id);
        await this.#assign(body.task_id, agent.id);
        return await this.#ask(agent, type, body);
      } catch (error) {
        if (!(error instanceof TaskError) || !error.retryable || error.code === 'no_agent') throw error;
        if (retry >= this.#options.retries) throw error;
        this.#options.logger.warn({ err: error, task_type: type, task_id: body.task_id, retry }, 'task is tried again');
        await delay(FIRST_BACKOFF_MS * 2 ** retry);
      }
    }
  }

  /** Waits, as long as a task may take, for an agent to come (back) where there is none. */
  async #choose(agentType: AgentRow['agent_type'], tried: ReadonlySet<string>): Promise<AgentRow> {
    const agent = await waitUntil(this.#options.stores.wakeups, {
      channel: channels.agents(agentType),
      probe: async () => {
        const candidates = await this.#candidates(agentType);
        return candidates.find((one) => !tried.has(one.id)) ?? candidates[0];
      },
      limitSeconds: this.#options.timeoutSeconds,
    });
    if (agent !== undefined) return agent;
    throw new TaskError('no_agent', `No ${agentType} agent is available at the moment`, { retryable: true });
  }

  /** Healthy before degraded, the least loaded first. */
  #candidates(agentType: AgentRow['agent_type']): Promise<readonly AgentRow[]> {
    return this.#options.stores.db
      .selectFrom('agents')
      .selectAll('agents')
      .where('agent_type', '=', agentType)
      .where('pool', '=', 'default')
      .where('status', 'in', ['active', 'degraded'])
      .orderBy(sql`status = 'degraded'`)
      .orderBy(sql`(select count(*) from tasks where agent_id = agents.id and status = 'running'
                    and tasks.created_at > now() - interval '10 minutes')`)
      .orderBy('load')
      .orderBy('id')
      .execute();
  }

  async #ask<T extends TaskType>(agent: AgentRow, type: T, body: object): Promise<TaskOutput<T>> {
    const answer = await this.#post(agent, type, body);
    const result = taskResultSchema.safeParse(answer);
    if (!result.success) throw malformed(agent, type, result.error);
    const { status, output, error } = result.data;
    if (status === 'failed') {
      const { code, message, retryable } = error ?? {
        code: 'unknown',
        message: 'The agent gave no reason',
        retryable: false,
      };
      throw new TaskError(code, message, { retryable });
    }
    const parsed = tasks[type].output.safeParse(output);
    if (!parsed.success) throw malformed(agent, type, parsed.error);
    // The schema is the one of this task type; TypeScript does not follow the index.
    return parsed.data as TaskOutput<T>;
  }

  async #post(agent: AgentRow, type: TaskType, body: object): Promise<unknown> {
    const { agentKey, timeoutSeconds, longTimeoutSeconds } = this.#options;
    const limitSeconds = tasks[type].duration === 'long' ? longTimeoutSeconds : timeoutSeconds;
    try {
      const response = await fetch(`${agent.endpoint.replace(/\/$/, '')}/tasks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-agent-key': agentKey },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(Math.ceil(limitSeconds * 1000)),
      });
      if (response.ok) return await response.json();
      throw new Error(`It answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : String(cause);
      const message = `The ${agent.agent_type} agent did not answer ${type} within ${limitSeconds} s: ${what}`;
      throw new TaskError('no_answer', message, { retryable: true, cause });
    }
  }

  async #begin(
    id: string,
    type: TaskType,
    { customerId, agentType }: { readonly customerId: string; readonly agentType: AgentRow['agent_type'] },
  ): Promise<void> {
    await this.#options.stores.db
      .insertInto('tasks')
      .values({ id, customer_id: customerId, task_type: type, agent_type: agentType, status: 'running' })
      .onConflict((found) => found.column('id').doUpdateSet({ status: 'running', error: null, completed_at: null }))
      .execute();
  }

  async #assign(taskId: string, agentId: string): Promise<void> {
    await this.#options.stores.db
      .updateTable('tasks')
      .set({ agent_id: agentId, attempts: sql`attempts + 1` })
      .where('id', '=', taskId)
      .execute();
  }

  async #end(taskId: string, status: 'completed' | 'failed', error: string | null): Promise<void> {
    await this.#options.stores.db
      .updateTable('tasks')
      .set({ status, error, completed_at: new Date() })
      .where('id', '=', taskId)
      .execute();
  }
}

/** What is said of a failure is kept and shown; how to get into the customer's accounts is kept encrypted only. */
function withoutRole(error: unknown, { clouds }: CustomerContext): unknown {
  if (!(error instanceof TaskError)) return error;
  const { code, retryable, cause } = error;
  const message = clouds
    .flatMap(secretsOf)
    .reduce((text, secret) => text.replaceAll(secret, '[your role]'), error.message);
  return new TaskError(code, message, { retryable, cause });
}

function malformed(agent: AgentRow, type: TaskType, cause: Error): TaskError {
  const message = `The ${agent.agent_type} agent answered ${type} in a form that is not understood: ${cause.message}`;
  return new TaskError('malformed_answer', message, { retryable: true, cause });
}
