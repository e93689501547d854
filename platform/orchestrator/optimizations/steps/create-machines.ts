import type { Execution } from '../execution.ts';
import { leavesNothing, StepFailure } from '../failures.ts';
import { prepareReplacement } from '../prepare.ts';
import type { Replacement } from '../rollout-state.ts';
import { replicasOnNewMachines } from '../weights.ts';
import { closeComparison, openComparison } from './comparison.ts';

/** Machines, and which one each of them takes the place of. */
export type Created = readonly { readonly instance_id: string; readonly replaces: string }[];

/** Gets a spot machine for each one that is to be replaced. Nothing that serves is touched. */
export async function createSpotInstances(execution: Execution): Promise<void> {
  await createSuccessors(execution, async (parameters) => {
    const { created } = await execution.once('create_spot_instances', parameters);
    return created;
  });
}

/** Gets a machine of the recommended type, on demand, for each one that is to be replaced. */
export async function createInstances(execution: Execution): Promise<void> {
  const instance_type = execution.subject.targetInstanceType;
  if (instance_type === undefined) {
    throw new StepFailure('step_failed', 'The recommendation does not say which type the new machines should be of');
  }
  await createSuccessors(execution, async (parameters) => {
    const { created } = await execution.once('create_instances', { ...parameters, instance_type });
    return created;
  });
}

/** Undoes it, whether the answer told of the machines or was lost. A machine to which traffic still goes is not ended. */
export async function terminateCreated(execution: Execution): Promise<void> {
  if (execution.state.rollout === undefined || !execution.state.hasChanged) return;
  const { pairs } = execution.replacement;
  const instance_ids = pairs.flatMap(({ newInstance }) => newInstance ?? []);
  const residents = replicasOnNewMachines(execution.replacement, await execution.deployment());
  const serving = residents.filter(({ weight }) => weight > 0).map(({ machine_id }) => machine_id);
  if (serving.length > 0) {
    const ids = [...new Set(serving)].join(', ');
    throw new StepFailure('step_failed', `New machines cannot be ended while traffic goes to them: ${ids}`);
  }
  await execution.once('terminate_instances', { instance_ids, created_for: execution.identity.optimizationId });
}

async function createSuccessors(
  execution: Execution,
  create: (parameters: { readonly optimization_id: string; readonly replaces: string[] }) => Promise<Created>,
): Promise<void> {
  await prepareReplacement(execution);
  const replacesAll = !leavesSomethingUnchanged(execution.replacement);
  if (replacesAll) await openComparison(execution);
  const { optimizationId } = execution.identity;
  try {
    const created = await create({ optimization_id: optimizationId, replaces: [...execution.subject.instanceIds] });
    await execution.save({ hasChanged: true, rollout: withSuccessors(execution.replacement, created) });
  } catch (error) {
    if (!leavesNothing(error)) await execution.save({ hasChanged: true });
    throw error;
  }
  if (replacesAll) await closeComparison(execution);
}

function withSuccessors(rollout: Replacement, created: Created): Replacement {
  const pairs = rollout.pairs.map((pair) => {
    const successor = created.find(({ replaces }) => replaces === pair.oldInstance);
    if (successor === undefined)
      throw new StepFailure('step_failed', `No machine was created to replace ${pair.oldInstance}`);
    return { ...pair, newInstance: successor.instance_id };
  });
  return { ...rollout, pairs };
}

function leavesSomethingUnchanged({ originalWeights, pairs }: Replacement): boolean {
  const replaced = new Set(pairs.flatMap(({ oldReplicas }) => oldReplicas.map(({ replicaId }) => replicaId)));
  return Object.entries(originalWeights).some(([replicaId, weight]) => weight > 0 && !replaced.has(replicaId));
}
