import { sql } from 'kysely';
import { orchestrator, recordAudit } from '../audit/audit.ts';
import { type Change, inChange } from '../database/change.ts';
import type { OptimizationRow } from '../database/schema.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { type EngineDependencies, Execution } from './execution.ts';
import type { PlannedStep } from './plan.ts';
import { compensationOrder, stepAt } from './plans.ts';
import { changeStep, lockOptimization, readOptimization, readSteps, report } from './records.ts';
import { rolloutStateSchema } from './rollout-state.ts';
import { compensate } from './steps/steps.ts';

/**
 * Job: undoes one step and enqueues the undoing of the one before it. One that fails is tried again with growing waits; one that keeps
 * failing is noted as left as it is, and the others are undone nevertheless.
 */
export function compensateStep(dependencies: EngineDependencies): Job<'compensate_step'> {
  return async ({ optimizationId, position, retry = 0 }) => {
    const optimization = await readOptimization(dependencies.stores.db, optimizationId);
    if (optimization?.status !== 'rolling_back') return;
    const step = stepAt(optimization.type, position);
    if (rolloutStateSchema.parse(optimization.state).leftovers.some((one) => one.step === step.name)) return;
    const undoing: Undoing = { dependencies, optimizationId, position, step, retry };
    if (!(await begin(undoing))) return;
    const problem = await attempt(undoing, new Execution(dependencies, optimization, `undo ${step.name}`));
    if (problem === undefined) return complete(undoing);
    const { retries } = dependencies.settings.compensation;
    await (retry < retries ? tryLater(undoing, problem) : giveUp(undoing, problem));
  };
}

interface Undoing {
  readonly dependencies: EngineDependencies;
  readonly optimizationId: string;
  readonly position: number;
  readonly step: PlannedStep;
  /** How often it was tried before. */
  readonly retry: number;
}

/** A failed step stays marked as failed while what it did in part is undone. */
async function begin({ dependencies: { stores }, ...target }: Undoing): Promise<boolean> {
  return inChange(stores, async ({ trx }) => {
    const steps = await readSteps(trx, target.optimizationId);
    const status = steps[target.position]?.status;
    if (status === 'completed') await changeStep(trx, target, { status: 'compensating' });
    return status === 'completed' || status === 'compensating' || status === 'failed';
  });
}

/** What went wrong, in words; undefined when the step is undone. */
async function attempt({ step }: Undoing, execution: Execution): Promise<string | undefined> {
  try {
    await compensate(step, execution);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function complete(undoing: Undoing): Promise<void> {
  const { optimizationId, position, step } = undoing;
  await inOpenChange(undoing, async (change, optimization) => {
    const steps = await readSteps(change.trx, optimizationId);
    if (steps[position]?.status === 'compensating') await changeStep(change.trx, undoing, { status: 'compensated' });
    await enqueueNext(change, undoing, optimization);
    await report(change, {
      optimization,
      action: 'step.compensated',
      type: 'optimization.step_compensated',
      message: `${step.name.replaceAll('_', ' ')} has been undone.`,
      step: step.name,
    });
  });
}

async function tryLater(undoing: Undoing, problem: string): Promise<void> {
  const { optimizationId, position, retry } = undoing;
  const waitSeconds = undoing.dependencies.settings.compensation.retrySeconds * 2 ** retry;
  await inOpenChange(undoing, async (change, optimization) => {
    const runAt = sql<Date>`now() + make_interval(secs => ${waitSeconds})`;
    await enqueue(change.trx, 'compensate_step', { optimizationId, position, retry: retry + 1 }, { runAt });
    await auditFailure(change, { undoing, optimization, problem });
  });
}

async function giveUp(undoing: Undoing, problem: string): Promise<void> {
  const { optimizationId, position, step } = undoing;
  await inOpenChange(undoing, async (change, optimization) => {
    const steps = await readSteps(change.trx, optimizationId);
    const error = [steps[position]?.error, `It could not be undone: ${problem}`].filter(Boolean).join(' ');
    await changeStep(change.trx, undoing, { status: 'failed', error });
    const state = rolloutStateSchema.parse(optimization.state);
    const leftovers = [...state.leftovers, { step: step.name, problem }];
    await change.trx
      .updateTable('optimizations')
      .set({ state: JSON.stringify({ ...state, leftovers }) })
      .where('id', '=', optimizationId)
      .execute();
    await enqueueNext(change, undoing, optimization);
    await auditFailure(change, { undoing, optimization, problem });
  });
}

/** Does nothing where the optimization is no longer rolled back. */
async function inOpenChange(
  { dependencies, optimizationId }: Undoing,
  work: (change: Change, optimization: OptimizationRow) => Promise<void>,
): Promise<void> {
  await inChange(dependencies.stores, async (change) => {
    const optimization = await lockOptimization(change.trx, optimizationId);
    if (optimization?.status === 'rolling_back') await work(change, optimization);
  });
}

async function enqueueNext({ trx }: Change, { optimizationId, position }: Undoing, { type }: OptimizationRow) {
  const [next] = compensationOrder(type, position - 1);
  if (next === undefined) await enqueue(trx, 'conclude_rollback', { optimizationId });
  else await enqueue(trx, 'compensate_step', { optimizationId, position: next });
}

async function auditFailure(
  { trx }: Change,
  { undoing, optimization, problem }: { undoing: Undoing; optimization: OptimizationRow; problem: string },
): Promise<void> {
  await recordAudit(trx, {
    customerId: optimization.customer_id,
    actor: orchestrator,
    action: 'step.compensation_failed',
    subject: { type: 'optimization', id: optimization.id },
    details: { step: undoing.step.name, retry: undoing.retry, message: problem },
  });
}
