import type { Execution } from '../execution.ts';
import { StepFailure } from '../failures.ts';
import { prepareUnnoticed } from '../prepare.ts';
import { isPresent } from '../weights.ts';

/** Stops the engines on the replaced machines, then gives the machines up. Nothing after this can be undone. */
export async function terminateReplaced(execution: Execution): Promise<void> {
  const { pairs } = execution.replacement;
  const replaced = new Set(pairs.flatMap(({ oldReplicas }) => oldReplicas.map(({ replicaId }) => replicaId)));
  const { replicas } = await execution.deployment();
  const replica_ids = replicas.map(({ replica_id }) => replica_id).filter((id) => replaced.has(id));
  if (replica_ids.length > 0) await execution.command({ action: 'remove_replicas', replica_ids });
  await execution.once('terminate_instances', { instance_ids: pairs.map(({ oldInstance }) => oldInstance) });
}

/** Has the machines measured again: since the recommendation somebody may have begun to use them. @throws StepFailure in_use */
export async function verifyIdle(execution: Execution): Promise<void> {
  await prepareUnnoticed(execution);
  await refuseServing(execution);
  const { findings } = await execution.ask('analyze_resources', {});
  const idle = new Set(findings.flatMap(({ reason, instance_ids }) => (reason === 'idle' ? instance_ids : [])));
  refuse(execution.subject.instanceIds.filter((id) => !idle.has(id)));
}

/** Gives the idle machines up. */
export async function terminateIdle(execution: Execution): Promise<void> {
  await refuseServing(execution);
  await execution.save({ hasChanged: true });
  await execution.once('terminate_instances', { instance_ids: [...execution.subject.instanceIds] });
}

async function refuseServing(execution: Execution): Promise<void> {
  const deployments = await execution.deployments();
  const serving = new Set(
    deployments.flatMap(({ replicas }) => replicas.filter(isPresent).map(({ machine_id }) => machine_id)),
  );
  refuse(execution.subject.instanceIds.filter((id) => serving.has(id)));
}

function refuse(used: readonly string[]): void {
  if (used.length === 0) return;
  throw new StepFailure('in_use', `These machines are no longer idle: ${used.join(', ')}. None was ended.`);
}
