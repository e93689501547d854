import type { Deployment, Replica } from '../../shared/gateway.ts';
import { type StageName, stageSize } from './plan.ts';
import type { Pair, Replacement, Rollout } from './rollout-state.ts';

export type Weights = Readonly<Record<string, number>>;

/** A new replica with the old ones whose share of the traffic it takes over. */
export interface Takeover {
  readonly replicaId: string;
  readonly machineId: string;
  readonly from: Pair['oldReplicas'];
}

/** In the order in which they happen. Where a new machine holds fewer replicas, each takes over from several. */
export function takeoversOf({ pairs }: Replacement): readonly Takeover[] {
  return pairs.flatMap(({ oldReplicas, newInstance, newReplicas }) => {
    const bound = (index: number) => Math.floor((index * oldReplicas.length) / newReplicas.length);
    return newReplicas
      .map((replicaId, index) => ({
        replicaId,
        machineId: newInstance ?? '',
        from: oldReplicas.slice(bound(index), bound(index + 1)),
      }))
      .filter(({ from }) => from.length > 0);
  });
}

/** How many replicas are new, or changed, in a stage; 0 without one. */
export function sizeOf(stage: StageName | undefined, rollout: Rollout): number {
  if (stage === undefined) return 0;
  const all = rollout.kind === 'replacement' ? takeoversOf(rollout).length : rollout.replicas.length;
  return stageSize(stage, all);
}

/**
 * The weights when the first `moved` replicas are replaced: a new replica has the share of those that it takes over from, which stay warm
 * without traffic. Every replica is named, because the gateway takes a name left out for 0. Where a new replica is not ready, its
 * predecessors keep their share.
 */
export function weightsWith(rollout: Replacement, deployment: Deployment, moved: number): Weights {
  const weights: Record<string, number> = {};
  for (const { replica_id } of deployment.replicas.filter(isPresent)) weights[replica_id] = 0;
  for (const [replicaId, weight] of Object.entries(rollout.originalWeights)) {
    if (replicaId in weights) weights[replicaId] = weight;
  }
  for (const { replicaId: successor, from } of takeoversOf(rollout).slice(0, moved)) {
    if (!deployment.replicas.some(({ replica_id, state }) => replica_id === successor && state === 'ready')) continue;
    for (const { replicaId } of from) if (replicaId in weights) weights[replicaId] = 0;
    weights[successor] = from.reduce((sum, { weight }) => sum + weight, 0);
  }
  return weights;
}

/** The replicas that are there on the machines that take over. */
export function replicasOnNewMachines({ pairs }: Replacement, deployment: Deployment): readonly Replica[] {
  const machines = pairs.flatMap(({ newInstance }) => newInstance ?? []);
  return deployment.replicas.filter((replica) => machines.includes(replica.machine_id) && isPresent(replica));
}

/** The new, or changed, replicas among the first `moved`. */
export function changedReplicas(rollout: Rollout, deployment: Deployment, moved: number): readonly string[] {
  const all = rollout.kind === 'replacement' ? takeoversOf(rollout) : rollout.replicas;
  const present = new Set(deployment.replicas.filter(isPresent).map(({ replica_id }) => replica_id));
  return all
    .slice(0, moved)
    .map(({ replicaId }) => replicaId)
    .filter((id) => present.has(id));
}

/** The replicas that serve as before, to compare with, when the first `moved` are replaced or changed. */
export function unchangedReplicas(rollout: Rollout, deployment: Deployment, moved: number): readonly string[] {
  const changed = changedReplicas(rollout, deployment, moved);
  return deployment.replicas
    .filter(({ state, weight }) => state === 'ready' && weight > 0)
    .map(({ replica_id }) => replica_id)
    .filter((id) => id in rollout.originalWeights && !changed.includes(id));
}

/** Whether the traffic is shared out, and the engines run, as before the rollout. */
export function isOriginal(rollout: Rollout, deployment: Deployment): boolean {
  const now = deployment.replicas.filter(({ weight }) => weight > 0);
  const before = Object.entries(rollout.originalWeights).filter(([, weight]) => weight > 0);
  return (
    now.length === before.length &&
    now.every(({ replica_id, weight, state }) => state === 'ready' && rollout.originalWeights[replica_id] === weight) &&
    (rollout.kind === 'replacement' || haveTheirArgs(rollout.replicas, deployment))
  );
}

/** Whether two engines run alike. */
export function isSameArgs(one: Replica['engine_args'], other: Replica['engine_args']): boolean {
  return (
    one.tensor_parallel_size === other.tensor_parallel_size &&
    one.quantization === other.quantization &&
    one.enable_prefix_caching === other.enable_prefix_caching &&
    one.max_num_seqs === other.max_num_seqs &&
    one.gpu_memory_utilization === other.gpu_memory_utilization
  );
}

function haveTheirArgs(
  expected: readonly { readonly replicaId: string; readonly engineArgs: Replica['engine_args'] }[],
  { replicas }: Deployment,
): boolean {
  return expected.every(({ replicaId, engineArgs }) =>
    replicas.some(({ replica_id, engine_args }) => replica_id === replicaId && isSameArgs(engine_args, engineArgs)),
  );
}

export function isPresent({ state }: Replica): boolean {
  return state !== 'gone';
}
