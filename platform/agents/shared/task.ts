import type { z } from 'zod';
import type { components } from '../../../contracts/generated/agents.ts';
import type { Logger } from '../../shared/logger.ts';

export type Customer = components['schemas']['CustomerContext'];
export type Cloud = Customer['clouds'][number];
export type AwsCloud = Extract<Cloud, { readonly provider: 'aws' }>;
export type TaskName = components['schemas']['Task']['task_type'];

/** Why a task was not done, as the orchestrator is told. */
export class TaskError extends Error {
  /** For programs, such as no_spot_capacity. */
  readonly code: string;
  /** Whether the same task may succeed when it is asked for again. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'TaskError';
    this.code = code;
    this.retryable = options.retryable;
  }
}

export interface TaskContext {
  readonly customer: Customer;
  readonly logger: Logger;
  /** Aborted when nobody waits for the task any more; a task that takes long looks at it. */
  readonly signal: AbortSignal;
}

export interface TaskDefinition<P, O> {
  readonly parameters: z.ZodType<P>;
  readonly output: z.ZodType<O>;
  /** @throws TaskError or whatever the clients throw; see errors.ts for what becomes of it */
  run(parameters: P, context: TaskContext): Promise<O>;
}

/** A task with both its borders checked, ready for the dispatch table. */
export type Task = (parameters: unknown, context: TaskContext) => Promise<object>;

export type Tasks = Readonly<Partial<Record<TaskName, Task>>>;

/** @throws TaskError invalid_parameters; a ZodError where the output is not what the contract says */
export function defineTask<P, O extends object>(definition: TaskDefinition<P, O>): Task {
  return async (raw, context) => {
    const parameters = definition.parameters.safeParse(raw);
    if (!parameters.success) throw invalidParameters(parameters.error);
    const output = await definition.run(parameters.data, context);
    return { ...definition.output.parse(output) };
  };
}

/** The customer's account at AWS; undefined where there is none. */
export function awsOf({ customer }: TaskContext): AwsCloud | undefined {
  return customer.clouds.find((cloud): cloud is AwsCloud => cloud.provider === 'aws');
}

/** @throws TaskError invalid_parameters where the customer has no account at AWS */
export function neededAws(context: TaskContext): AwsCloud {
  const cloud = awsOf(context);
  if (cloud) return cloud;
  throw new TaskError('invalid_parameters', "The task needs the customer's account at AWS: region, role_arn", {
    retryable: false,
  });
}

/** Address of the customer's serving gateway. @throws TaskError invalid_parameters where none is known */
export function gatewayUrlOf({ customer }: TaskContext): string {
  if (customer.fleet) return customer.fleet.gateway_url;
  throw new TaskError('invalid_parameters', 'The task needs customer.fleet: gateway_url, deployments', {
    retryable: false,
  });
}

function invalidParameters(error: z.ZodError): TaskError {
  const mistakes = error.issues.map((issue) => `parameters.${issue.path.join('.')}: ${issue.message}`);
  return new TaskError('invalid_parameters', mistakes.join('; '), { retryable: false });
}
