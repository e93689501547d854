import type { Execution } from '../execution.ts';
import { StepFailure } from '../failures.ts';
import { prepareRollout } from '../prepare.ts';
import type { Rollout } from '../rollout-state.ts';

const WINDOW = 'before';

/** Gets a spot machine for each one that is to be replaced. Nothing that serves is touched. */
export async function createSpotInstances(execution: Execution): Promise<void> {
  await prepareRollout(execution);
  const { optimizationId, instanceIds } = execution.identity;
  await openComparison(execution);
  const { created } = await execution.once('create_spot_instances', {
    optimization_id: optimizationId,
    replaces: [...instanceIds],
  });
  await execution.save({ rollout: withSuccessors(execution.rollout, created) });
  await closeComparison(execution);
}

/** Undoes it. */
export async function terminateCreated(execution: Execution): Promise<void> {
  const instance_ids = execution.state.rollout?.pairs.flatMap(({ newInstance }) => newInstance ?? []) ?? [];
  if (instance_ids.length > 0) await execution.once('terminate_instances', { instance_ids });
}

function withSuccessors(
  rollout: Rollout,
  created: readonly { readonly instance_id: string; readonly replaces: string }[],
): Rollout {
  const pairs = rollout.pairs.map((pair) => {
    const successor = created.find(({ replaces }) => replaces === pair.oldInstance);
    if (successor === undefined)
      throw new StepFailure('step_failed', `No machine was created to replace ${pair.oldInstance}`);
    return { ...pair, newInstance: successor.instance_id };
  });
  return { ...rollout, pairs };
}

/**
 * Where every replica of the deployment is going to be replaced, none stays unchanged to compare with. Then the latency while the new
 * machines start, when nothing has changed yet, is what the stages are compared with.
 */
async function openComparison(execution: Execution): Promise<void> {
  if (leavesSomethingUnchanged(execution.rollout) || execution.state.windows[WINDOW] !== undefined) return;
  const { snapshot } = await execution.ask('open_window', { deployment: execution.rollout.deployment });
  await execution.save({ windows: { ...execution.state.windows, [WINDOW]: { snapshot, endsAt: Date.now() } } });
}

async function closeComparison(execution: Execution): Promise<void> {
  const window = execution.state.windows[WINDOW];
  if (window === undefined) return;
  const replicas = Object.keys(execution.rollout.originalWeights);
  const { latency_p95_changed } = await execution.ask('close_window', {
    deployment: execution.rollout.deployment,
    snapshot: window.snapshot,
    changed: replicas,
    unchanged: replicas,
  });
  await execution.save({ latencyP95Before: latency_p95_changed });
}

function leavesSomethingUnchanged({ originalWeights, pairs }: Rollout): boolean {
  const replaced = new Set(pairs.flatMap(({ oldReplicas }) => oldReplicas.map(({ replicaId }) => replicaId)));
  return Object.entries(originalWeights).some(([replicaId, weight]) => weight > 0 && !replaced.has(replicaId));
}
