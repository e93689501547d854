import type { components } from '../../../contracts/generated/agents.ts';
import type { Logger } from '../../shared/logger.ts';
import { asTaskError } from './errors.ts';
import { type Customer, TaskError, type Tasks } from './task.ts';

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
  #running = 0;

  constructor(tasks: Tasks, logger: Logger) {
    this.#tasks = tasks;
    this.#logger = logger;
  }

  get running(): number {
    return this.#running;
  }

  /** What this agent can do. */
  get capabilities(): readonly string[] {
    return Object.keys(this.#tasks);
  }

  async run(request: TaskRequest): Promise<TaskResult> {
    const logger = this.#logger.child({ task_id: request.task_id, task_type: request.task_type });
    const started = performance.now();
    this.#running += 1;
    try {
      const output = await this.#do(request, logger);
      logger.info({ ms: Math.round(performance.now() - started) }, 'task completed');
      return { task_id: request.task_id, status: 'completed', output };
    } catch (error) {
      const { code, message, retryable } = asTaskError(error);
      logger.warn({ err: error, code, ms: Math.round(performance.now() - started) }, 'task failed');
      return { task_id: request.task_id, status: 'failed', error: { code, message, retryable } };
    } finally {
      this.#running -= 1;
    }
  }

  #do(request: TaskRequest, logger: Logger): Promise<object> {
    const task = this.#tasks[request.task_type];
    if (task) return task(request.parameters, { customer: request.customer, logger });
    const message = `This agent does not do ${request.task_type}. It does ${this.capabilities.join(', ')}`;
    throw new TaskError('unsupported_task', message, { retryable: false });
  }
}
