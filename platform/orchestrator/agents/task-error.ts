/** A task that could not be done. Codes of the router's own: no_agent, timed_out, unreachable, malformed_answer. */
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

/** What a customer is told of a fault that nobody foresaw. */
export const OUR_FAULT = 'It failed again and again on our side';

/** Why a job has failed for good, in words. @throws the error where the job is worth another try */
export function finalProblem(error: unknown, isLast: boolean): string {
  if (error instanceof TaskError && (isLast || !error.retryable)) return error.message;
  if (isLast) return OUR_FAULT;
  throw error;
}
