import { setTimeout as delay } from 'node:timers/promises';
import type { Execution } from '../execution.ts';
import { leavesNothing, StepFailure } from '../failures.ts';
import { measureBefore } from '../prepare.ts';
import { watched } from '../watch.ts';
import type { Created } from './create-machines.ts';

/** Work that is moved counts as going on when its new machine works at least so much as the old one did. */
const LEAST_UTILIZATION = 0.95;

/** Gets a machine in the other cloud for each one whose work is to move. The old ones work on. */
export async function createPlacedInstances(execution: Execution): Promise<void> {
  const { placement } = execution.subject;
  if (placement === undefined) throw new StepFailure('step_failed', 'The recommendation does not say where to');
  await createSuccessors(execution, async (parameters) => {
    const { created } = await execution.once('create_placed_instances', { ...parameters, placement });
    return created;
  });
}

/** Gets a spot machine like it for each one whose work is to move. The old ones work on. */
export async function createBatchSpotInstances(execution: Execution): Promise<void> {
  await createSuccessors(execution, async (parameters) => {
    const { created } = await execution.once('create_spot_instances', parameters);
    return created;
  });
}

/** Ends whatever was created for this optimization, known or not. */
export async function terminateSuccessors(execution: Execution): Promise<void> {
  if (execution.state.move === undefined) return;
  const created_for = execution.identity.optimizationId;
  await execution.once('terminate_instances', {
    instance_ids: Object.values(execution.move.successors),
    created_for,
  });
}

/** Waits until the new machines do the work. @throws StepFailure spot_interrupted, workload_stalled */
export async function confirmWorkload(execution: Execution): Promise<void> {
  await watched(execution, (signal) => awaitWork(execution, signal));
}

/** Gives the old machines up. */
export async function terminateMoved(execution: Execution): Promise<void> {
  await execution.once('terminate_instances', { instance_ids: [...execution.subject.instanceIds] });
}

async function createSuccessors(
  execution: Execution,
  create: (parameters: { readonly optimization_id: string; readonly replaces: string[] }) => Promise<Created>,
): Promise<void> {
  const { instanceIds } = execution.subject;
  await prepareMove(execution);
  // From here on a machine may have been created, even where the answer is lost.
  await execution.save({ hasChanged: true });
  const { optimizationId } = execution.identity;
  try {
    const created = await create({ optimization_id: optimizationId, replaces: [...instanceIds] });
    const successors = Object.fromEntries(created.map(({ instance_id, replaces }) => [replaces, instance_id]));
    const missing = instanceIds.filter((id) => successors[id] === undefined);
    if (missing.length > 0) throw new StepFailure('step_failed', `No machine was created for ${missing.join(', ')}`);
    await execution.save({ move: { ...execution.move, successors } });
  } catch (error) {
    if (leavesNothing(error)) await execution.save({ hasChanged: false });
    throw error;
  }
}

async function prepareMove(execution: Execution): Promise<void> {
  if (execution.state.move !== undefined) return;
  const { instances } = await execution.ask('check_workload', { instance_ids: [...execution.subject.instanceIds] });
  const utilizations = Object.fromEntries(instances.map(({ instance_id, utilization }) => [instance_id, utilization]));
  const gone = execution.subject.instanceIds.filter((id) => utilizations[id] === undefined);
  if (gone.length > 0) throw new StepFailure('step_failed', `These machines no longer run: ${gone.join(', ')}`);
  await execution.save({ before: await measureBefore(execution), move: { utilizations, successors: {} } });
}

async function awaitWork(execution: Execution, signal: AbortSignal): Promise<void> {
  const { guardInterval, replicaReady } = execution.settings;
  const deadline = Date.now() + replicaReady * 1000;
  while (!(await isWorking(execution))) {
    if (Date.now() > deadline) {
      throw new StepFailure('workload_stalled', `The work did not go on at the new machines within ${replicaReady} s.`);
    }
    await delay(guardInterval * 1000, undefined, { signal });
  }
}

async function isWorking(execution: Execution): Promise<boolean> {
  const { successors, utilizations } = execution.move;
  const instance_ids = Object.values(successors);
  const { instances } = await execution.ask('check_workload', { instance_ids });
  if (instances.length < instance_ids.length) {
    const lost = instance_ids.length - instances.length;
    throw new StepFailure('spot_interrupted', `The cloud took ${lost} of ${instance_ids.length} new machines back.`);
  }
  const byId = new Map(instances.map(({ instance_id, utilization }) => [instance_id, utilization]));
  return Object.entries(successors).every(
    ([old, successor]) => (byId.get(successor) ?? 0) >= LEAST_UTILIZATION * (utilizations[old] ?? 0),
  );
}
