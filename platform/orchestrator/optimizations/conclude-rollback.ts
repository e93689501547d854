import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { TaskOutput } from '../agents/tasks.ts';
import { continueResolution } from '../conflicts/continue.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { OptimizationRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { enqueueRediscovery } from '../infrastructure/discovery.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { toCents, toDollars } from '../money.ts';
import type { Job } from '../queue/jobs.ts';
import { withdraw } from '../recommendations/withdrawal.ts';
import type { EngineDependencies } from './execution.ts';
import { keepOutcome } from './finish.ts';
import { isIrreversible, type OptimizationType, planOf, titleOf } from './plans.ts';
import { lockOptimization, readOptimization, report } from './records.ts';
import { type Failure, type RolloutState, rolloutStateSchema } from './rollout-state.ts';
import { isOriginal } from './weights.ts';

type Result = components['schemas']['OptimizationResult'];

/** Job: measures, when everything is undone, whether things are as they were, and ends the optimization. */
export function concludeRollback({ stores, router }: EngineDependencies): Job<'conclude_rollback'> {
  return async ({ optimizationId }) => {
    const optimization = await readOptimization(stores.db, optimizationId);
    if (optimization?.status !== 'rolling_back') return;
    const state = rolloutStateSchema.parse(optimization.state);
    const { failure } = state;
    if (failure === undefined) throw new Error(`Optimization ${optimizationId} is rolled back without a failure`);
    const after = await measure({ stores, router }, optimization.customer_id, state);
    await inChange(stores, (change) =>
      conclude(change, optimizationId, { type: optimization.type, failure, state, after }),
    );
  };
}

interface Measured {
  readonly spendCents: number;
  readonly isRestored: boolean;
  /** Absent where no deployment was concerned. */
  readonly errorBudget: TaskOutput<'measure_error_budget'> | undefined;
}

/** Undefined where the optimization ended before it had noted what was there. */
async function measure(
  { stores, router }: { readonly stores: Stores; readonly router: TaskRouter },
  customerId: string,
  { before, rollout }: RolloutState,
): Promise<Measured | undefined> {
  if (before === undefined) return undefined;
  const [spend, errorBudget, deployments] = await Promise.all([
    router.run('measure_spend', { customerId, parameters: {} }),
    rollout && router.run('measure_error_budget', { customerId, parameters: { deployment: rollout.deployment } }),
    readDeployments(stores.db, customerId),
  ]);
  const servesAsBefore =
    rollout === undefined ||
    deployments.some((deployment) => deployment.name === rollout.deployment && isOriginal(rollout, deployment));
  const paysForTheSame =
    isSameSet(spend.running, before.instances) && isSameSet(spend.reservations, before.reservations);
  const isRestored = servesAsBefore && paysForTheSame;
  return { spendCents: toCents(spend.monthly_cost), isRestored, errorBudget };
}

interface Conclusion {
  readonly type: OptimizationType;
  readonly failure: Failure;
  readonly state: RolloutState;
  readonly after: Measured | undefined;
}

async function conclude(change: Change, optimizationId: string, conclusion: Conclusion): Promise<void> {
  const { trx } = change;
  const optimization = await lockOptimization(trx, optimizationId);
  if (optimization?.status !== 'rolling_back') return;
  const { failure } = conclusion;
  const status = statusAfter(conclusion);
  const predictedCents = await keepOutcome(trx, optimization, { success: false, savedCents: savedCents(conclusion) });
  const result = resultOf(conclusion, toDollars(predictedCents));
  await trx
    .updateTable('optimizations')
    .set({ status, result: JSON.stringify(result), completed_at: new Date() })
    .where('id', '=', optimizationId)
    .execute();
  await enqueueRediscovery(trx, optimization.customer_id);
  await continueResolution(trx, optimization);
  if (changedNothing(conclusion)) {
    await withdraw(change, { recommendationId: optimization.recommendation_id, reason: failure.message });
  }
  if (result.error_budget?.kept === false) await admitBrokenBudget(change, optimization, result.error_budget);
  await report(change, {
    optimization,
    action: `optimization.${status}`,
    type: `optimization.${status}`,
    message: result.error ?? failure.message,
    reason: failure.reason,
  });
}

/**
 * `failed` where nothing was done, `needs_attention` where things are not as they were before. Nothing is called rolled back that was not
 * measured to be.
 */
function statusAfter(conclusion: Conclusion): 'failed' | 'rolled_back' | 'needs_attention' {
  const { failure, state, after } = conclusion;
  if (changedNothing(conclusion)) return failure.reason === 'cancelled' ? 'rolled_back' : 'failed';
  if (state.leftovers.length > 0 || after?.isRestored !== true) return 'needs_attention';
  return wasFinal(conclusion) ? 'failed' : 'rolled_back';
}

function changedNothing({ state }: Conclusion): boolean {
  return !state.hasChanged;
}

/** Whether the step that failed is one that cannot be undone. */
function wasFinal({ type, failure }: Conclusion): boolean {
  const step = planOf(type)[failure.position];
  return step !== undefined && isIrreversible(step);
}

function savedCents({ state: { before }, after }: Conclusion): number {
  return before === undefined || after === undefined ? 0 : before.spendCents - after.spendCents;
}

function resultOf(conclusion: Conclusion, predicted_savings: number): Result {
  const { failure, state, after } = conclusion;
  const base = { success: false, error: errorText(conclusion), reason: failure.reason, predicted_savings };
  if (state.before === undefined || after === undefined) return base;
  return {
    ...base,
    actual_savings: toDollars(savedCents(conclusion)),
    monthly_cost_before: toDollars(state.before.spendCents),
    monthly_cost_after: toDollars(after.spendCents),
    original_state_restored: after.isRestored,
    ...(after.errorBudget !== undefined && { error_budget: after.errorBudget }),
  };
}

function errorText(conclusion: Conclusion): string {
  const { type, failure, state, after } = conclusion;
  const texts = [failure.message];
  for (const { step, problem } of state.leftovers) {
    texts.push(`What ${step.replaceAll('_', ' ')} did could not be undone and is left as it is: ${problem}`);
  }
  if (statusAfter(conclusion) === 'needs_attention') {
    texts.push(
      wasFinal(conclusion)
        ? `${titleOf(type)} could not be completed, and it is too late to undo it: a person must look after it.`
        : 'The machines and the traffic are not what they were before: a person must look after it.',
    );
  }
  if (after?.errorBudget?.kept === false) texts.push(budgetText(after.errorBudget));
  return texts.join(' ');
}

function budgetText({ allowed, measured }: { readonly allowed: number; readonly measured: number }): string {
  return `The error budget is broken: ${percent(measured)} of the last hour's requests failed; ${percent(allowed)} may.`;
}

async function admitBrokenBudget(
  change: Change,
  { id, customer_id: customerId }: OptimizationRow,
  budget: NonNullable<Result['error_budget']>,
): Promise<void> {
  const data = { optimization_id: id, value: budget.measured };
  await emitEvent(change, { customerId, type: 'error_budget.broken', message: budgetText(budget), data });
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return new Set(one).size === new Set(other).size && one.every((item) => other.includes(item));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`;
}
