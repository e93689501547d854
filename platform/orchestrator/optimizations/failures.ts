import type { components } from '../../../contracts/generated/openapi.ts';
import { TaskError } from '../agents/task-error.ts';
import { CommandError, RuntimeSilent } from '../runtime-link/commands.ts';
import type { FailureReason } from './rollout-state.ts';

export type StageMeasurements = components['schemas']['StageMeasurements'];

/** A step has failed for good: the optimization is rolled back. */
export class StepFailure extends Error {
  readonly reason: FailureReason;
  readonly measurements: StageMeasurements | undefined;

  constructor(reason: FailureReason, message: string, measurements?: StageMeasurements) {
    super(message);
    this.name = 'StepFailure';
    this.reason = reason;
    this.measurements = measurements;
  }
}

/** What ends a step, or keeps it from being begun, when the customer cancels. */
export function cancellation(): StepFailure {
  return new StepFailure('cancelled', 'You cancelled it.');
}

/** Failures of tasks that customers are told by a reason of their own. */
const TASK_REASONS: Readonly<Record<string, FailureReason>> = {
  no_spot_capacity: 'no_spot_capacity',
  cloud_unreachable: 'cloud_unreachable',
  price_changed: 'price_changed',
};

function reasonOf({ code }: TaskError): FailureReason {
  return TASK_REASONS[code] ?? 'step_failed';
}

/** Whether it is certain that an attempt to create machines left none behind; where an answer was lost one may have been created. */
export function leavesNothing(error: unknown): boolean {
  return error instanceof TaskError && ['no_spot_capacity', 'no_capacity', 'unknown_instance'].includes(error.code);
}

/** A part of OptiInfra is away, a store, an agent or the customer's runtime: the step has not failed, it waits until that is back. */
function isAbsence(error: unknown): boolean {
  if (error instanceof RuntimeSilent) return true;
  return error instanceof TaskError && ['store_unavailable', 'no_agent', 'unreachable'].includes(error.code);
}

/** What an error means for the step; undefined for an absence or for one that nobody foresaw, after which the step may be tried again. */
export function asStepFailure(error: unknown): StepFailure | undefined {
  if (error instanceof StepFailure) return error;
  if (isAbsence(error)) return undefined;
  if (error instanceof TaskError) return new StepFailure(reasonOf(error), error.message);
  return error instanceof CommandError ? new StepFailure('step_failed', error.message) : undefined;
}
