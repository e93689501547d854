import { setTimeout as delay } from 'node:timers/promises';
import type { EngineArgs } from '../../../shared/gateway.ts';
import type { Execution } from '../execution.ts';
import { PREVIOUS_STAGE, type StageName } from '../plan.ts';
import { prepareReconfiguration } from '../prepare.ts';
import type { Reconfiguration } from '../rollout-state.ts';
import { watched } from '../watch.ts';
import { isPresent, isSameArgs, sizeOf } from '../weights.ts';
import { closeComparison, openComparison } from './comparison.ts';

type ReplicaBefore = Reconfiguration['replicas'][number];

/** Measures how the deployment serves, then restarts the first engines with the new arguments. */
export async function reconfigureCanary(execution: Execution): Promise<void> {
  await prepareReconfiguration(execution);
  await measureBefore(execution);
  await reconfigure(execution, 'canary');
}

/** Restarts the engines that a stage adds; the gateway gives their traffic to the others until they are ready. */
export async function reconfigure(execution: Execution, stage: StageName): Promise<void> {
  const { engineArgs } = execution.reconfiguration;
  const replicaIds = addedIn(execution, stage).map(({ replicaId }) => replicaId);
  if (replicaIds.length === 0) return;
  await execution.save({ hasChanged: true });
  await watched(execution, (signal) => restart(execution, { replicaIds, engineArgs, signal }));
}

/** Restarts the engines that the stage had added with the arguments that they had before. Those that are gone cannot be. */
export async function restoreSettings(execution: Execution, stage: StageName): Promise<void> {
  if (execution.state.rollout === undefined || !execution.state.hasChanged) return;
  const { replicas } = await execution.deployment();
  const present = new Set(replicas.filter(isPresent).map(({ replica_id }) => replica_id));
  const added = addedIn(execution, stage).filter(({ replicaId }) => present.has(replicaId));
  for (const [index, group] of groupedByArgs(added).entries()) {
    await restart(execution, { ...group, part: String(index) });
  }
}

async function measureBefore(execution: Execution): Promise<void> {
  if (execution.state.latencyP95Before !== undefined) return;
  const endsAt = await openComparison(execution, await execution.observation('canary'));
  await watched(execution, (signal) => delay(Math.max(0, endsAt - Date.now()), undefined, { signal }));
  await closeComparison(execution);
}

interface Restart {
  readonly replicaIds: readonly string[];
  readonly engineArgs: EngineArgs;
  readonly signal?: AbortSignal;
  readonly part?: string;
}

async function restart(execution: Execution, { replicaIds, engineArgs, ...options }: Restart): Promise<void> {
  const { replicaReady, command } = execution.settings;
  await execution.command(
    {
      action: 'restart_replicas',
      replica_ids: [...replicaIds],
      engine_args: engineArgs,
      timeout_seconds: replicaReady,
    },
    // The runtime's own limit shall be the one that speaks.
    { limitSeconds: replicaReady + command, ...options },
  );
}

function addedIn({ reconfiguration }: Execution, stage: StageName): readonly ReplicaBefore[] {
  const first = sizeOf(PREVIOUS_STAGE[stage], reconfiguration);
  return reconfiguration.replicas.slice(first, sizeOf(stage, reconfiguration));
}

function groupedByArgs(replicas: readonly ReplicaBefore[]): readonly Pick<Restart, 'replicaIds' | 'engineArgs'>[] {
  const groups: { readonly replicaIds: string[]; readonly engineArgs: EngineArgs }[] = [];
  for (const { replicaId, engineArgs } of replicas) {
    const group = groups.find((one) => isSameArgs(one.engineArgs, engineArgs));
    if (group === undefined) groups.push({ replicaIds: [replicaId], engineArgs });
    else group.replicaIds.push(replicaId);
  }
  return groups;
}
