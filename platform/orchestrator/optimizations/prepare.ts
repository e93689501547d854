import type { Deployment } from '../../shared/gateway.ts';
import { toCents } from '../money.ts';
import type { Execution } from './execution.ts';
import { StepFailure } from './failures.ts';
import type { Rollout } from './rollout-state.ts';

/** Notes what is there before anything changes. @throws StepFailure where the machines cannot be migrated */
export async function prepareRollout(execution: Execution): Promise<void> {
  if (execution.state.rollout !== undefined) return;
  const deployment = servingDeployment(await execution.deployments(), execution.identity.instanceIds);
  const spend = await execution.ask('measure_spend', {});
  await execution.save({
    rollout: {
      ...scopeOf(deployment, execution.identity.instanceIds),
      originalInstances: spend.running,
      spendBeforeCents: toCents(spend.monthly_cost),
    },
  });
}

/** The one deployment that the machines serve. */
export function servingDeployment(deployments: readonly Deployment[], instanceIds: readonly string[]): Deployment {
  const serves = ({ replicas }: Deployment, instanceId: string) =>
    replicas.some(({ machine_id, state }) => machine_id === instanceId && state !== 'gone');
  const idle = instanceIds.filter((id) => !deployments.some((deployment) => serves(deployment, id)));
  if (idle.length > 0) {
    throw new StepFailure(
      'step_failed',
      `These machines serve no model, and only serving machines can be migrated: ${idle.join(', ')}`,
    );
  }
  const [deployment, ...others] = deployments.filter((one) => instanceIds.some((id) => serves(one, id)));
  if (deployment === undefined) throw new StepFailure('step_failed', 'Your runtime has not told of any deployment');
  if (others.length > 0) {
    const names = [deployment, ...others].map(({ name }) => name).join(', ');
    throw new StepFailure(
      'step_failed',
      `These machines serve several deployments (${names}), which cannot be migrated at once`,
    );
  }
  return deployment;
}

function scopeOf(
  deployment: Deployment,
  instanceIds: readonly string[],
): Pick<Rollout, 'deployment' | 'pairs' | 'originalWeights'> {
  const present = deployment.replicas.filter(({ state }) => state !== 'gone');
  return {
    deployment: deployment.name,
    originalWeights: Object.fromEntries(present.map(({ replica_id, weight }) => [replica_id, weight])),
    pairs: instanceIds.map((oldInstance) => ({
      oldInstance,
      oldReplicas: present
        .filter(({ machine_id }) => machine_id === oldInstance)
        .map(({ replica_id, weight }) => ({ replicaId: replica_id, weight })),
    })),
  };
}
