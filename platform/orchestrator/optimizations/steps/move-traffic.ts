import type { Execution } from '../execution.ts';
import { StepFailure } from '../failures.ts';
import { PREVIOUS_STAGE, type StageName, stageSize } from '../plan.ts';
import { watched } from '../watch.ts';
import { changedReplicas, weightsWith } from '../weights.ts';

/** Starts an engine on every new machine, so that all load side by side, and gives the first ones traffic. */
export async function deployCanary(execution: Execution): Promise<void> {
  await execution.command({ action: 'add_replicas', machine_ids: newInstances(execution) });
  await moveTraffic(execution, 'canary');
}

/** Waits until the engines of a stage are ready and gives each the share of its predecessors, which stay warm. */
export async function moveTraffic(execution: Execution, stage: StageName): Promise<void> {
  const moved = movedIn(execution, stage);
  const limitSeconds = execution.settings.replicaReady;
  await watched(execution, (signal) =>
    execution.command(
      {
        action: 'await_replicas',
        machine_ids: newInstances(execution).slice(0, moved),
        timeout_seconds: limitSeconds,
      },
      // The runtime's own limit shall be the one that speaks.
      { limitSeconds: limitSeconds + execution.settings.command, signal },
    ),
  );
  const deployment = await execution.deployment();
  const weights = weightsWith(execution.rollout, deployment, moved);
  const ready = changedReplicas(execution.rollout, deployment, moved).filter(
    (replicaId) => (weights[replicaId] ?? 0) > 0,
  );
  if (ready.length < moved) {
    throw new StepFailure('step_failed', `Only ${ready.length} of ${moved} engines on new machines are ready`);
  }
  await execution.command({ action: 'set_weights', weights });
}

/** Gives the traffic back as it was shared out before the stage. New replicas that are no longer ready get none. */
export async function restorePreviousStage(execution: Execution, stage: StageName): Promise<void> {
  const previous = PREVIOUS_STAGE[stage];
  const moved = previous === undefined ? 0 : movedIn(execution, previous);
  const weights = weightsWith(execution.rollout, await execution.deployment(), moved);
  await execution.command({ action: 'set_weights', weights });
}

/** Gives all traffic back and stops the engines on the new machines. */
export async function removeCanary(execution: Execution): Promise<void> {
  await restorePreviousStage(execution, 'canary');
  const deployment = await execution.deployment();
  const replica_ids = changedReplicas(execution.rollout, deployment, execution.rollout.pairs.length);
  if (replica_ids.length > 0) await execution.command({ action: 'remove_replicas', replica_ids: [...replica_ids] });
}

function movedIn(execution: Execution, stage: StageName): number {
  return stageSize(stage, execution.rollout.pairs.length);
}

function newInstances(execution: Execution): string[] {
  return execution.rollout.pairs.flatMap(({ newInstance }) => newInstance ?? []);
}
