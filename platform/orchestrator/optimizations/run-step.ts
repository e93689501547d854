import { type Change, inChange } from '../database/change.ts';
import type { OptimizationRow, OptimizationStepRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { type EngineDependencies, Execution } from './execution.ts';
import { asStepFailure, cancellation, type StageMeasurements, StepFailure } from './failures.ts';
import type { PlannedStep } from './plan.ts';
import { isIrreversible, type OptimizationType, planOf, stepAt, titleOf } from './plans.ts';
import { changeStep, lockOptimization, readOptimization, report } from './records.ts';
import { startRollback } from './start-rollback.ts';
import { runs } from './steps/steps.ts';

/**
 * Job: does one step of an optimization and enqueues the next; a step that fails starts the rollback. Kept before and after, so that the job
 * may be run again at any point: a step that was completed is not done again, one that was interrupted is.
 */
export function runStep(dependencies: EngineDependencies): Job<'run_step'> {
  return async ({ optimizationId, position }, { isLast }) => {
    const optimization = await readOptimization(dependencies.stores.db, optimizationId);
    if (optimization === undefined) return;
    const { type } = optimization;
    const step = stepAt(type, position);
    const work: Work = { dependencies, optimizationId, type, position, step };
    if (!(await begin(work))) return;
    const result = await attempt(work);
    if (!(result instanceof Error)) return complete(work, result);
    const failure = asStepFailure(result);
    // What cannot be undone is tried as often as the queue allows; so is what failed for an unforeseen reason.
    if (!isLast && (failure === undefined || isWorthRepeating(step, failure))) throw result;
    await fail(work, failure ?? new StepFailure('step_failed', `${step.name} failed unexpectedly`));
  };
}

interface Work {
  readonly dependencies: EngineDependencies;
  readonly optimizationId: string;
  readonly type: OptimizationType;
  readonly position: number;
  readonly step: PlannedStep;
}

function isWorthRepeating(step: PlannedStep, { reason }: StepFailure): boolean {
  return isIrreversible(step) && reason === 'step_failed';
}

/** Whether the step is to be done. */
async function begin(work: Work): Promise<boolean> {
  const { position, step } = work;
  return inChange(work.dependencies.stores, async (change) => {
    const open = await openStep(change, work);
    if (open === undefined) return false;
    if (open.row.status === 'running') return true;
    if (open.optimization.cancel_requested_at !== null) return stopBefore(change, work, open.optimization);
    await changeStep(change.trx, work, { status: 'running', started_at: new Date() });
    if (position === 0) await start(change, open.optimization);
    await report(change, {
      optimization: open.optimization,
      action: 'step.started',
      type: 'optimization.step_started',
      message: `${words(step)} has started.`,
      step: step.name,
    });
    return true;
  });
}

/** The customer has cancelled before the step was begun. */
async function stopBefore(change: Change, { position }: Work, optimization: OptimizationRow): Promise<false> {
  const failure = cancellation();
  await startRollback(change, optimization, { position: position - 1, failure });
  await report(change, {
    optimization,
    action: 'optimization.rolling_back',
    type: 'optimization.rolling_back',
    message: `${failure.message} Everything is being put back.`,
    reason: failure.reason,
  });
  return false;
}

async function start(change: Change, optimization: OptimizationRow): Promise<void> {
  await change.trx
    .updateTable('optimizations')
    .set({ status: 'executing', started_at: new Date() })
    .where('id', '=', optimization.id)
    .execute();
  await report(change, {
    optimization,
    action: 'optimization.started',
    type: 'optimization.started',
    message: `${titleOf(optimization.type)} has started.`,
  });
}

/** What the step measured, if anything, or the error that ended it. */
async function attempt({ dependencies, optimizationId, step }: Work): Promise<StageMeasurements | undefined | Error> {
  try {
    const optimization = await readOptimization(dependencies.stores.db, optimizationId);
    if (optimization === undefined) throw new Error(`Optimization ${optimizationId} has vanished`);
    return await runs[step.name](new Execution(dependencies, optimization, step.name));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function complete(work: Work, measurements: StageMeasurements | undefined): Promise<void> {
  const { optimizationId, type, position, step } = work;
  await inChange(work.dependencies.stores, async (change) => {
    const open = await openStep(change, work);
    if (open === undefined) return;
    if (open.optimization.cancel_requested_at !== null) return failIn(change, { ...work, open }, cancellation());
    await changeStep(change.trx, work, {
      status: 'completed',
      completed_at: new Date(),
      ...(measurements !== undefined && { measurements: JSON.stringify(measurements) }),
    });
    const next = position + 1;
    if (next < planOf(type).length) await enqueue(change.trx, 'run_step', { optimizationId, position: next });
    else await enqueue(change.trx, 'finish_optimization', { optimizationId });
    if (measurements !== undefined) await announceMeasurements(change, open.optimization, measurements);
    await report(change, {
      optimization: open.optimization,
      action: 'step.completed',
      type: 'optimization.step_completed',
      message: `${words(step)} is completed.`,
      step: step.name,
    });
  });
}

async function fail(work: Work, failure: StepFailure): Promise<void> {
  await inChange(work.dependencies.stores, async (change) => {
    const open = await openStep(change, work);
    if (open !== undefined) await failIn(change, { ...work, open }, failure);
  });
}

async function failIn(change: Change, work: Work & { readonly open: OpenStep }, failure: StepFailure): Promise<void> {
  const { position, step, open } = work;
  const { reason, message, measurements } = failure;
  await changeStep(change.trx, work, {
    status: 'failed',
    completed_at: new Date(),
    error: message,
    ...(measurements !== undefined && { measurements: JSON.stringify(measurements) }),
  });
  await startRollback(change, open.optimization, { position, failure });
  if (measurements !== undefined) await announceMeasurements(change, open.optimization, measurements);
  await report(change, {
    optimization: open.optimization,
    action: 'step.failed',
    type: 'optimization.rolling_back',
    message: `${words(step)} failed${isIrreversible(step) ? '' : ', everything is being put back'}: ${message}`,
    step: step.name,
    reason,
  });
}

interface OpenStep {
  readonly optimization: OptimizationRow;
  readonly row: OptimizationStepRow;
}

/** The step, locked, if it is still to be done; undefined when it was done, or undone, already. */
async function openStep({ trx }: Change, { optimizationId, position }: Work): Promise<OpenStep | undefined> {
  const optimization = await lockOptimization(trx, optimizationId);
  if (optimization === undefined || !['queued', 'executing'].includes(optimization.status)) return undefined;
  const row = await trx
    .selectFrom('optimization_steps')
    .selectAll()
    .where('optimization_id', '=', optimizationId)
    .where('position', '=', position)
    .where('status', 'in', ['pending', 'running'])
    .executeTakeFirst();
  return row && { optimization, row };
}

async function announceMeasurements(
  change: Change,
  { id, customer_id: customerId }: OptimizationRow,
  { quality, latency_p95_changed }: StageMeasurements,
): Promise<void> {
  const measured = [
    ['quality_score', quality, `The changed replicas answer with a quality of ${quality.toFixed(3)}.`],
    ['latency_p95', latency_p95_changed, `The changed replicas have a P95 of ${latency_p95_changed.toFixed(2)} s.`],
  ] as const;
  for (const [metric_type, value, message] of measured) {
    const data = { optimization_id: id, metric_type, value };
    await emitEvent(change, { customerId, type: 'metrics.updated', message, data });
  }
}

function words({ name }: PlannedStep): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
