import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../../shared/logger.ts';
import type { Stores } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';
import { secretsOf } from '../infrastructure/cloud-access.ts';
import type { CustomerContext } from '../infrastructure/context.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import { AgentLine, type TaskMessage } from './agent-line.ts';
import { type Attempt, Attempts, type CircuitSettings, type Search } from './attempts.ts';
import { TaskError } from './task-error.ts';
import { type TaskOutput, type TaskParameters, type TaskType, tasks } from './tasks.ts';

export interface RouterOptions {
  readonly stores: Stores;
  readonly contextOf: (customerId: string) => Promise<CustomerContext>;
  readonly agentKey: string;
  readonly timeoutSeconds: number;
  readonly longTimeoutSeconds: number;
  /** Tries after the first. */
  readonly retries: number;
  /** The wait before the second try; it doubles with each further one. */
  readonly retrySeconds: number;
  readonly circuit: CircuitSettings;
  readonly logger: Logger;
}

export interface TaskRequest<T extends TaskType> {
  readonly customerId: string;
  readonly parameters: TaskParameters[T];
  /** Given for what must not be done twice; random without it. */
  readonly taskId?: string;
  /** Where every agent can do it: which of them is to. */
  readonly agentType?: AgentRow['agent_type'];
  /** Waits without it. */
  readonly withoutAgent?: Errand<T>['withoutAgent'];
}

/** A task that is on record already, and kept there by whoever asks. */
export interface Errand<T extends TaskType> {
  readonly customerId: string;
  readonly taskId: string;
  readonly parameters: TaskParameters[T];
  readonly inputs?: Readonly<Record<string, object>>;
  /** Where every agent can do it: which of them is to. */
  readonly agentType?: AgentRow['agent_type'];
  /** Less than the router's own limit. */
  readonly limitSeconds?: number | undefined;
  /** Attempts before, by whichever orchestrator. */
  readonly attempts?: number;
  /** What to do where there is no agent: wait as long as a task may take, or give up at once. */
  readonly withoutAgent: 'wait' | 'give up';
  /** Aborted when nobody wants the answer any more. */
  readonly signal?: AbortSignal;
}

/** Gives each task to the least loaded healthy agent of its type; what may succeed on another try is tried again, elsewhere if possible. */
export class TaskRouter {
  readonly #options: RouterOptions;
  readonly #attempts: Attempts;
  readonly #line: AgentLine;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options.stores.db, options.circuit);
    this.#line = new AgentLine(options.agentKey);
  }

  /** @throws TaskError */
  async run<T extends TaskType>(type: T, request: TaskRequest<T>): Promise<TaskOutput<T>> {
    const taskId = request.taskId ?? randomUUID();
    const agentType = request.agentType ?? tasks[type].agentType;
    await this.#begin(taskId, type, { customerId: request.customerId, agentType });
    try {
      const output = await this.dispatch(type, { withoutAgent: 'wait', ...request, agentType, taskId });
      await this.#end(taskId, 'completed', null);
      return output;
    } catch (error) {
      await this.#end(taskId, 'failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** @throws TaskError, or the signal's reason */
  async dispatch<T extends TaskType>(type: T, errand: Errand<T>): Promise<TaskOutput<T>> {
    const customer = await this.#options.contextOf(errand.customerId);
    try {
      return await this.#tryAgents(type, errand, customer);
    } catch (cause) {
      throw withoutRole(cause, customer);
    }
  }

  async #tryAgents<T extends TaskType>(type: T, errand: Errand<T>, customer: CustomerContext): Promise<TaskOutput<T>> {
    const { taskId, parameters, inputs, signal } = errand;
    const message = { task_id: taskId, task_type: type, customer, parameters, ...(inputs && { inputs }) };
    const tried = new Set<string>();
    for (let retry = errand.attempts ?? 0; ; retry += 1) {
      try {
        const attempt = await this.#give(type, { ...errand, tried });
        tried.add(attempt.agent.id);
        return await this.#ask(attempt, message, errand);
      } catch (error) {
        if (!(error instanceof TaskError) || !error.retryable || error.code === 'no_agent') throw error;
        const told = withoutRole(error, customer);
        this.#options.logger.warn({ err: told, task_type: type, task_id: taskId, retry }, 'an agent did not do a task');
        if (retry >= this.#options.retries) throw error;
        await delay(this.#options.retrySeconds * 1000 * 2 ** retry, undefined, signal && { signal });
      }
    }
  }

  async #give<T extends TaskType>(type: T, errand: Errand<T> & Pick<Search, 'tried'>): Promise<Attempt> {
    const agentType = errand.agentType ?? tasks[type].agentType;
    const begin = () => this.#attempts.begin({ ...errand, agentType });
    const attempt =
      errand.withoutAgent === 'give up'
        ? await begin()
        : await waitUntil(this.#options.stores.wakeups, {
            channel: channels.agents(agentType),
            probe: begin,
            limitSeconds: this.#options.timeoutSeconds,
            // Nobody tells when an agent may be tried again.
            lookEverySeconds: this.#options.circuit.pauseSeconds / 4,
          });
    if (attempt !== undefined) return attempt;
    throw new TaskError('no_agent', `No ${agentType} agent is available at the moment`, { retryable: true });
  }

  async #ask<T extends TaskType>(
    attempt: Attempt,
    message: TaskMessage<T>,
    { limitSeconds, signal }: Errand<T>,
  ): Promise<TaskOutput<T>> {
    const { timeoutSeconds, longTimeoutSeconds } = this.#options;
    const most = tasks[message.task_type].duration === 'long' ? longTimeoutSeconds : timeoutSeconds;
    const seconds = Math.min(most, limitSeconds ?? most);
    try {
      const output = await this.#line.ask(attempt.agent, message, { seconds, signal });
      await this.#attempts.end(attempt, undefined);
      return output;
    } catch (error) {
      await this.#attempts.end(attempt, withoutRole(error, message.customer));
      throw error;
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
