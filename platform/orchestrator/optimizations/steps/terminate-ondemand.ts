import type { Execution } from '../execution.ts';

/** Stops the engines on the replaced machines, then gives the machines up. Nothing after this can be undone. */
export async function terminateOndemand(execution: Execution): Promise<void> {
  const { pairs } = execution.rollout;
  const replaced = new Set(pairs.flatMap(({ oldReplicas }) => oldReplicas.map(({ replicaId }) => replicaId)));
  const { replicas } = await execution.deployment();
  const replica_ids = replicas.map(({ replica_id }) => replica_id).filter((id) => replaced.has(id));
  if (replica_ids.length > 0) await execution.command({ action: 'remove_replicas', replica_ids });
  await execution.once('terminate_instances', { instance_ids: pairs.map(({ oldInstance }) => oldInstance) });
}
