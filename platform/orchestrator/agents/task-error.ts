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
