import type { Execution } from '../execution.ts';
import { StepFailure } from '../failures.ts';
import { PREVIOUS_STAGE, type StageName } from '../plan.ts';
import { watched } from '../watch.ts';
import { changedReplicas, replicasOnNewMachines, sizeOf, takeoversOf, weightsWith } from '../weights.ts';

/** Starts engines on every new machine, so that all load side by side, and gives the first ones traffic. */
export async function deployCanary(execution: Execution): Promise<void> {
  const machine_ids = execution.replacement.pairs.flatMap(({ newInstance }) => newInstance ?? []);
  await execution.command({ action: 'add_replicas', machine_ids });
  await noteNewReplicas(execution);
  await moveTraffic(execution, 'canary');
}

/** Waits until the engines of a stage are ready and gives each the share of its predecessors, which stay warm. */
export async function moveTraffic(execution: Execution, stage: StageName): Promise<void> {
  const moved = sizeOf(stage, execution.replacement);
  await awaitReady(execution, moved);
  const deployment = await execution.deployment();
  const weights = weightsWith(execution.replacement, deployment, moved);
  const ready = changedReplicas(execution.replacement, deployment, moved).filter(
    (replicaId) => (weights[replicaId] ?? 0) > 0,
  );
  if (ready.length === 0 || ready.length < moved) {
    throw new StepFailure('step_failed', `Only ${ready.length} of ${moved} engines on new machines are ready`);
  }
  await execution.command({ action: 'set_weights', weights });
}

/** Gives the traffic back as it was shared out before the stage. New replicas that are no longer ready get none. */
export async function restorePreviousStage(execution: Execution, stage: StageName): Promise<void> {
  const moved = sizeOf(PREVIOUS_STAGE[stage], execution.replacement);
  const weights = weightsWith(execution.replacement, await execution.deployment(), moved);
  await execution.command({ action: 'set_weights', weights });
}

/** Gives all traffic back and stops the engines on the new machines. */
export async function removeCanary(execution: Execution): Promise<void> {
  await restorePreviousStage(execution, 'canary');
  const residents = replicasOnNewMachines(execution.replacement, await execution.deployment());
  const replica_ids = residents.map(({ replica_id }) => replica_id);
  if (replica_ids.length > 0) await execution.command({ action: 'remove_replicas', replica_ids });
}

/** Which replicas are there on which new machine: a smaller machine holds fewer than the one that it replaces. */
async function noteNewReplicas(execution: Execution): Promise<void> {
  const residents = replicasOnNewMachines(execution.replacement, await execution.deployment());
  const pairs = execution.replacement.pairs.map((pair) => ({
    ...pair,
    newReplicas: residents
      .filter(({ machine_id }) => machine_id === pair.newInstance)
      .map(({ replica_id }) => replica_id),
  }));
  await execution.save({ rollout: { ...execution.replacement, pairs } });
}

async function awaitReady(execution: Execution, moved: number): Promise<void> {
  const takeovers = takeoversOf(execution.replacement).slice(0, moved);
  const machine_ids = [...new Set(takeovers.map(({ machineId }) => machineId))];
  if (machine_ids.length === 0) return;
  const limitSeconds = execution.settings.replicaReady;
  await watched(execution, (signal) =>
    execution.command(
      { action: 'await_replicas', machine_ids, timeout_seconds: limitSeconds },
      // The runtime's own limit shall be the one that speaks.
      { limitSeconds: limitSeconds + execution.settings.command, signal },
    ),
  );
}
