import type { Deployment, Replica } from '../../shared/gateway.ts';
import type { Pair, Rollout } from './rollout-state.ts';

export type Weights = Readonly<Record<string, number>>;

/**
 * The weights when the first `moved` machines are replaced: a new replica has the share of those that it takes over from, which stay warm
 * without traffic. Every replica is named, because the gateway takes a name left out for 0. Where a new replica is not ready, its
 * predecessors keep their share.
 */
export function weightsWith(rollout: Rollout, deployment: Deployment, moved: number): Weights {
  const weights: Record<string, number> = {};
  for (const { replica_id } of deployment.replicas.filter(isPresent)) weights[replica_id] = 0;
  for (const [replicaId, weight] of Object.entries(rollout.originalWeights)) {
    if (replicaId in weights) weights[replicaId] = weight;
  }
  for (const pair of rollout.pairs.slice(0, moved)) {
    const successor = successorOf(pair, deployment);
    if (successor?.state !== 'ready') continue;
    for (const { replicaId } of pair.oldReplicas) if (replicaId in weights) weights[replicaId] = 0;
    weights[successor.replica_id] = shareOf(pair);
  }
  return weights;
}

/** The replica on the machine that takes over; undefined before it is there. */
export function successorOf({ newInstance }: Pair, deployment: Deployment): Replica | undefined {
  return deployment.replicas.find((replica) => replica.machine_id === newInstance && isPresent(replica));
}

/** The replicas on new machines among the first `moved`. */
export function changedReplicas(rollout: Rollout, deployment: Deployment, moved: number): readonly string[] {
  return rollout.pairs.slice(0, moved).flatMap((pair) => successorOf(pair, deployment)?.replica_id ?? []);
}

/** The replicas that serve as before, to compare with. */
export function unchangedReplicas(rollout: Rollout, deployment: Deployment): readonly string[] {
  return deployment.replicas
    .filter(({ replica_id, state, weight }) => state === 'ready' && weight > 0 && replica_id in rollout.originalWeights)
    .map(({ replica_id }) => replica_id);
}

/** Whether the traffic is shared out as it was before the rollout. */
export function isOriginal(rollout: Rollout, deployment: Deployment): boolean {
  const now = deployment.replicas.filter(({ weight }) => weight > 0);
  const before = Object.entries(rollout.originalWeights).filter(([, weight]) => weight > 0);
  return (
    now.length === before.length &&
    now.every(({ replica_id, weight, state }) => state === 'ready' && rollout.originalWeights[replica_id] === weight)
  );
}

function shareOf(pair: Pair): number {
  return pair.oldReplicas.reduce((sum, { weight }) => sum + weight, 0);
}

function isPresent({ state }: Replica): boolean {
  return state !== 'gone';
}
