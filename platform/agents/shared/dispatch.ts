import type { components } from '../../../contracts/generated/agents.ts';
import type { Logger } from '../../shared/logger.ts';
import { asTaskError } from './errors.ts';
import { type Customer, type TaskContext, TaskError, type Tasks } from './task.ts';

/** As contracts/agents.yaml has it; the parameters are of a shape that only the task knows. */
export interface TaskRequest {
  readonly task_id: string;
  readonly task_type: components['schemas']['Task']['task_type'];
  readonly customer: Customer;
  readonly parameters: unknown;
}

export interface TaskResult {
  readonly task_id: string;
  readonly status: 'completed' | 'failed';
  readonly output?: object;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

/** Does tasks one beside the other and counts those in work. Never throws: a task that fails is an answer too. */
export class Dispatcher {
  readonly #tasks: Tasks;
  readonly #logger: Logger;
  /** One for each task in work. */
  readonly #cancellations = new Map<AbortController, string>();

  constructor(tasks: Tasks, logger: Logger) {
    this.#tasks = tasks;
    this.#logger = logger;
  }

  get running(): number {
    return this.#cancellations.size;
  }

  /** What this agent can do. */
  get capabilities(): readonly string[] {
    return Object.keys(this.#tasks);
  }

  async run(request: TaskRequest): Promise<TaskResult> {
    const logger = this.#logger.child({ task_id: request.task_id, task_type: request.task_type });
    const started = performance.now();
    const cancellation = new AbortController();
    this.#cancellations.set(cancellation, request.task_id);
    try {
      const output = await unlessAborted(this.#do(request, { logger, signal: cancellation.signal }), cancellation);
      logger.info({ ms: Math.round(performance.now() - started) }, 'task completed');
      return { task_id: request.task_id, status: 'completed', output };
    } catch (error) {
      const { code, message, retryable } = asTaskError(error);
      logger.warn({ err: error, code, ms: Math.round(performance.now() - started) }, 'task failed');
      return { task_id: request.task_id, status: 'failed', error: { code, message, retryable } };
    } finally {
      this.#cancellations.delete(cancellation);
    }
  }

  /** Answers the task at once, however often it is in work; what it does then ends as soon as it looks at its signal. */
  cancel(taskId: string): void {
    for (const [cancellation, id] of this.#cancellations) {
      if (id === taskId) cancellation.abort(new TaskError('cancelled', 'The task was cancelled', { retryable: false }));
    }
  }

  async #do(request: TaskRequest, doing: Pick<TaskContext, 'logger' | 'signal'>): Promise<object> {
    const task = this.#tasks[request.task_type];
    if (task) return task(request.parameters, { customer: request.customer, ...doing });
    const message = `This agent does not do ${request.task_type}. It does ${this.capabilities.join(', ')}`;
    throw new TaskError('unsupported_task', message, { retryable: false });
  }
}

async function unlessAborted<T>(work: Promise<T>, { signal }: AbortController): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}
