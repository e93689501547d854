import type { components } from '../../../contracts/generated/agents.ts';
import type { AgentRow } from '../database/schema.ts';
import { TaskError } from './task-error.ts';
import { type TaskOutput, type TaskType, taskResultSchema, tasks } from './tasks.ts';

/** What an agent is sent, as contracts/agents.yaml has it. */
export interface TaskMessage<T extends TaskType> {
  readonly task_id: string;
  readonly task_type: T;
  readonly customer: components['schemas']['CustomerContext'];
  readonly parameters: object;
  readonly inputs?: Readonly<Record<string, object>>;
}

export interface Patience {
  readonly seconds: number;
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** Speaks contracts/agents.yaml with agents. */
export class AgentLine {
  readonly #agentKey: string;

  constructor(agentKey: string) {
    this.#agentKey = agentKey;
  }

  /** @throws TaskError, or the signal's reason, after which the agent is told that nobody waits any more */
  async ask<T extends TaskType>(agent: AgentRow, message: TaskMessage<T>, patience: Patience): Promise<TaskOutput<T>> {
    const answer = await this.#post(agent, message, patience);
    const result = taskResultSchema.safeParse(answer);
    if (!result.success) throw malformed(agent, message, result.error.message);
    const { task_id, status, output, error } = result.data;
    if (task_id !== message.task_id) throw malformed(agent, message, `It is about another task, ${task_id}`);
    if (status === 'failed') {
      const reason = error ?? { code: 'unknown', message: 'The agent gave no reason', retryable: false };
      throw new TaskError(reason.code, reason.message, { retryable: reason.retryable });
    }
    const parsed = tasks[message.task_type].output.safeParse(output);
    if (!parsed.success) throw malformed(agent, message, parsed.error.message);
    // The schema is the one of this task type; TypeScript does not follow the index.
    return parsed.data as TaskOutput<T>;
  }

  async #post(agent: AgentRow, message: TaskMessage<TaskType>, { seconds, signal }: Patience): Promise<unknown> {
    const limit = AbortSignal.timeout(Math.ceil(seconds * 1000));
    try {
      const response = await fetch(`${baseUrl(agent)}/tasks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-agent-key': this.#agentKey },
        body: JSON.stringify(message),
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
      const text = await response.text();
      if (!response.ok) throw malformed(agent, message, `It answered ${response.status}: ${text.slice(0, 300)}`);
      return fromJson(text);
    } catch (cause) {
      if (cause instanceof TaskError) throw cause;
      if (signal?.aborted || limit.aborted) await this.#tellCancelled(agent, message.task_id);
      signal?.throwIfAborted();
      if (limit.aborted) throw timedOut(agent, message, seconds);
      throw unreachable(agent, message, cause);
    }
  }

  /** As well as it can be done: an agent that does not hear it works for nothing. */
  async #tellCancelled(agent: AgentRow, taskId: string): Promise<void> {
    await fetch(`${baseUrl(agent)}/tasks/${taskId}`, {
      method: 'DELETE',
      headers: { 'x-agent-key': this.#agentKey },
      signal: AbortSignal.timeout(FAREWELL_MS),
    }).catch(() => undefined);
  }
}

const FAREWELL_MS = 500;

function baseUrl({ endpoint }: AgentRow): string {
  return endpoint.replace(/\/$/, '');
}

/** Undefined where it is not JSON, which no answer may be. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Asked = Pick<TaskMessage<TaskType>, 'task_type'>;

function malformed(agent: AgentRow, { task_type }: Asked, problem: string): TaskError {
  const message = `The ${agent.agent_type} agent answered ${task_type} in a form that is not understood: ${problem}`;
  return new TaskError('malformed_answer', message, { retryable: true });
}

function timedOut(agent: AgentRow, { task_type }: Asked, seconds: number): TaskError {
  const message = `The ${agent.agent_type} agent did not answer ${task_type} within ${seconds} s`;
  return new TaskError('timed_out', message, { retryable: true });
}

/** What the network says of it stands in the log, where operators look. */
function unreachable(agent: AgentRow, { task_type }: Asked, cause: unknown): TaskError {
  const message = `The ${agent.agent_type} agent was not there for ${task_type}, or broke off in the middle of it`;
  return new TaskError('unreachable', message, { retryable: true, cause });
}
