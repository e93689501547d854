import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Answer } from '../support/drivers/rest';
import { Duration } from './amounts/duration';
import type { Change } from './changes';
import type { Customer } from './customer';
import type { RolloutDiary } from './rollout-diary';

export type Optimization = Answer<operations['getOptimization']>;

type Step = Optimization['execution_steps'][number];

/** How the steps of a change are called in features. */
export const STEPS: Readonly<Record<string, string>> = {
  'spot machines started': 'create_spot_instances',
  'first replica moved': 'deploy_canary',
  'first replica validated': 'validate_canary',
  'half of the load moved': 'scale_to_50_percent',
  'half of the load validated': 'validate_50_percent',
  'all of the load moved': 'full_migration',
  'all of the load validated': 'validate_full_migration',
  'on-demand machines ended': 'terminate_ondemand',
  'first replica restarted': 'reconfigure_canary',
  'half of the replicas restarted': 'reconfigure_50_percent',
  'half of the replicas validated': 'validate_50_percent',
  'all replicas restarted': 'reconfigure_all',
  'all replicas validated': 'validate_all',
  'smaller machines started': 'create_instances',
  'larger machines ended': 'terminate_replaced',
  'idleness measured again': 'verify_idle',
  'idle machine ended': 'terminate_idle',
  'machine in the other cloud started': 'create_placed_instances',
  'spot machine for the work started': 'create_batch_spot_instances',
  'work seen to go on there': 'confirm_workload',
  'old machine ended': 'terminate_moved',
  'steady use measured again': 'verify_steady_use',
  'capacity reserved': 'purchase_reservation',
};

/** What features call a step; its own name where they never speak of it. */
export function stepName(technical: string): string {
  return Object.keys(STEPS).find((name) => STEPS[name] === technical) ?? technical;
}

/** One optimization of a customer from the approval on, with what was observed of it from outside meanwhile. */
export class Rollout {
  constructor(
    readonly optimizationId: string,
    readonly customer: Customer,
    readonly diary: RolloutDiary,
  ) {}

  /** P95 of all that was answered before the change. */
  get latencyBefore(): Duration {
    return Duration.ofSeconds(this.diary.before.latency);
  }

  async optimization(): Promise<Optimization> {
    return await this.customer.call('getOptimization', { path: { optimization_id: this.optimizationId } });
  }
}

/** The steps by when they ended, first to last. @throws AssertionError where that is not told of one */
export function byEnd({ execution_steps }: Pick<Optimization, 'execution_steps'>): Optimization['execution_steps'] {
  const endOf = ({ name, completed_at }: Step) => momentOf(`the step "${stepName(name)}" ended`, completed_at);
  return execution_steps
    .map((step) => ({ step, at: endOf(step) }))
    .sort((one, other) => one.at - other.at)
    .map(({ step }) => step);
}

/** Wall milliseconds. @param what that happened then, for the failure @throws AssertionError where it is not told when */
export function momentOf(what: string, at: string | undefined): number {
  if (at === undefined) throw new AssertionError(`OptiInfra does not tell when ${what}`);
  return Date.parse(at);
}

/** What a customer who hears everything once is told of the steps that were begun and done. */
export function toTell({ execution_steps }: Optimization): readonly string[] {
  return execution_steps.flatMap(({ name, status, started_at, completed_at }) => [
    ...(started_at ? [`${stepName(name)} begun`] : []),
    ...(completed_at && status !== 'failed' ? [`${stepName(name)} done`] : []),
  ]);
}

/** @throws AssertionError unless the change has ended as promised, with what was found first */
export function assertEnd({ name }: Change, optimization: Optimization, promised: Optimization['status']): void {
  if (optimization.status === promised) return;
  const message = `Promised: the ${name} ends as "${promised}". Found: ${showProgress(optimization)}.`;
  throw new AssertionError(message, { expected: promised, actual: optimization.status, showDiff: false });
}

/** Steps in their order, by the names that features use, with what became of each. */
export function showProgress({ status, execution_steps, result }: Optimization): string {
  const steps = execution_steps.map(
    (step) => `${stepName(step.name)}: ${step.status}${step.error ? ` (${step.error})` : ''}`,
  );
  return `${status}${result?.error ? ` because ${result.error}` : ''}; ${steps.join(', ')}`;
}
