import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { TaskOutput } from '../agents/tasks.ts';
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
import { stepAt } from './plan.ts';
import { lockOptimization, readOptimization, report } from './records.ts';
import { type Failure, type Rollout, rolloutStateSchema } from './rollout-state.ts';
import { isOriginal } from './weights.ts';

type Result = components['schemas']['OptimizationResult'];

/** Job: measures, when everything is undone, whether things are as they were, and ends the optimization. */
export function concludeRollback({ stores, router }: EngineDependencies): Job<'conclude_rollback'> {
  return async ({ optimizationId }) => {
    const optimization = await readOptimization(stores.db, optimizationId);
    if (optimization?.status !== 'rolling_back') return;
    const { rollout, failure } = rolloutStateSchema.parse(optimization.state);
    if (failure === undefined) throw new Error(`Optimization ${optimizationId} is rolled back without a failure`);
    const after = rollout && (await measure({ stores, router }, optimization.customer_id, rollout));
    await inChange(stores, (change) => conclude(change, optimizationId, { failure, rollout, after }));
  };
}

interface Measured {
  readonly spendCents: number;
  readonly isRestored: boolean;
  readonly errorBudget: TaskOutput<'measure_error_budget'>;
}

async function measure(
  { stores, router }: { readonly stores: Stores; readonly router: TaskRouter },
  customerId: string,
  rollout: Rollout,
): Promise<Measured> {
  const [spend, errorBudget, deployments] = await Promise.all([
    router.run('measure_spend', { customerId, parameters: {} }),
    router.run('measure_error_budget', { customerId, parameters: { deployment: rollout.deployment } }),
    readDeployments(stores.db, customerId),
  ]);
  const deployment = deployments.find(({ name }) => name === rollout.deployment);
  const sameMachines = isSameSet(spend.running, rollout.originalInstances);
  const isRestored = sameMachines && deployment !== undefined && isOriginal(rollout, deployment);
  return { spendCents: toCents(spend.monthly_cost), isRestored, errorBudget };
}

interface Conclusion {
  readonly failure: Failure;
  readonly rollout: Rollout | undefined;
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

/** `failed` where nothing was done, or where what was done cannot be undone. */
function statusAfter(conclusion: Conclusion): 'failed' | 'rolled_back' {
  const isFinal = stepAt(conclusion.failure.position).compensation === 'impossible';
  return changedNothing(conclusion) || isFinal ? 'failed' : 'rolled_back';
}

function changedNothing({ rollout }: Conclusion): boolean {
  return rollout?.pairs.every(({ newInstance }) => newInstance === undefined) ?? true;
}

function savedCents({ rollout, after }: Conclusion): number {
  return rollout === undefined || after === undefined ? 0 : rollout.spendBeforeCents - after.spendCents;
}

function resultOf(conclusion: Conclusion, predicted_savings: number): Result {
  const { failure, rollout, after } = conclusion;
  const base = { success: false, error: errorText(conclusion), reason: failure.reason, predicted_savings };
  if (rollout === undefined || after === undefined) return base;
  return {
    ...base,
    actual_savings: toDollars(savedCents(conclusion)),
    monthly_cost_before: toDollars(rollout.spendBeforeCents),
    monthly_cost_after: toDollars(after.spendCents),
    original_state_restored: after.isRestored,
    error_budget: after.errorBudget,
  };
}

function errorText(conclusion: Conclusion): string {
  const { failure, after } = conclusion;
  const texts = [failure.message];
  if (stepAt(failure.position).compensation === 'impossible') {
    texts.push('The migration could not be completed, and it is too late to undo it: a person must look after it.');
  } else if (after?.isRestored === false) {
    texts.push('The machines and the traffic are not what they were before: a person must look after it.');
  }
  if (after?.errorBudget.kept === false) texts.push(budgetText(after.errorBudget));
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
