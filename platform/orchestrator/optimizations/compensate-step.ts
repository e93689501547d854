import { inChange } from '../database/change.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { type EngineDependencies, Execution } from './execution.ts';
import { compensationOrder, stepAt } from './plan.ts';
import { changeStep, lockOptimization, readOptimization, readSteps, report } from './records.ts';
import { compensate } from './steps/steps.ts';

/** Job: undoes one step and enqueues the undoing of the one before it. One that fails is tried again by the queue, with growing waits. */
export function compensateStep(dependencies: EngineDependencies): Job<'compensate_step'> {
  return async (target) => {
    const { optimizationId, position } = target;
    const optimization = await readOptimization(dependencies.stores.db, optimizationId);
    if (optimization?.status !== 'rolling_back') return;
    if (!(await begin(dependencies, target))) return;
    const step = stepAt(position);
    const { customer_id: customerId, instance_ids: instanceIds } = optimization;
    const identity = { optimizationId, customerId, instanceIds, work: `undo ${step.name}` };
    await compensate(step, new Execution(dependencies, identity, optimization.state));
    await complete(dependencies, target);
  };
}

interface Target {
  readonly optimizationId: string;
  readonly position: number;
}

/** A failed step stays marked as failed while what it did in part is undone. */
async function begin({ stores }: EngineDependencies, target: Target): Promise<boolean> {
  return inChange(stores, async ({ trx }) => {
    const steps = await readSteps(trx, target.optimizationId);
    const status = steps[target.position]?.status;
    if (status === 'completed') await changeStep(trx, target, { status: 'compensating' });
    return status === 'completed' || status === 'compensating' || status === 'failed';
  });
}

async function complete({ stores }: EngineDependencies, target: Target): Promise<void> {
  const { optimizationId, position } = target;
  const { name } = stepAt(position);
  await inChange(stores, async (change) => {
    const optimization = await lockOptimization(change.trx, optimizationId);
    if (optimization === undefined) return;
    const steps = await readSteps(change.trx, optimizationId);
    if (steps[position]?.status === 'compensating') await changeStep(change.trx, target, { status: 'compensated' });
    const [next] = compensationOrder(position - 1);
    if (next === undefined) await enqueue(change.trx, 'conclude_rollback', { optimizationId });
    else await enqueue(change.trx, 'compensate_step', { optimizationId, position: next });
    await report(change, {
      optimization,
      action: 'step.compensated',
      type: 'optimization.step_compensated',
      message: `${name.replaceAll('_', ' ')} has been undone.`,
      step: name,
    });
  });
}
