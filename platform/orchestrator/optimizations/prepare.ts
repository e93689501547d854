import type { Deployment } from '../../shared/gateway.ts';
import { toCents } from '../money.ts';
import type { Execution } from './execution.ts';
import { StepFailure } from './failures.ts';
import type { Reconfiguration, Replacement, Rollout } from './rollout-state.ts';
import { isPresent, isSameArgs } from './weights.ts';

/** Notes what is there before machines are replaced. @throws StepFailure where they cannot be */
export async function prepareReplacement(execution: Execution): Promise<void> {
  if (execution.state.rollout !== undefined) return;
  const { instanceIds } = execution.subject;
  const deployment = servingDeployment(await execution.deployments(), instanceIds);
  const rollout: Replacement = {
    kind: 'replacement',
    ...asBefore(deployment),
    pairs: pairsOf(deployment, instanceIds),
  };
  await execution.save({ before: await measureBefore(execution), rollout });
}

/** Notes what is there before engines are restarted with other arguments. @throws StepFailure where they cannot be */
export async function prepareReconfiguration(execution: Execution): Promise<void> {
  if (execution.state.rollout !== undefined) return;
  const { deployment: name, engineArgs } = execution.subject;
  if (name === undefined || engineArgs === undefined) {
    throw new StepFailure('step_failed', 'The recommendation does not say which arguments the engines should get');
  }
  const deployment = (await execution.deployments()).find((one) => one.name === name);
  if (deployment === undefined) throw new StepFailure('step_failed', `Your runtime does not serve ${name}`);
  const present = deployment.replicas.filter(isPresent);
  const replicas = present.map(({ replica_id, engine_args }) => ({ replicaId: replica_id, engineArgs: engine_args }));
  if (replicas.every((replica) => isSameArgs(replica.engineArgs, engineArgs))) {
    throw new StepFailure('step_failed', `All engines of ${name} run with these arguments already`);
  }
  const rollout: Reconfiguration = { kind: 'reconfiguration', ...asBefore(deployment), engineArgs, replicas };
  await execution.save({ before: await measureBefore(execution), rollout });
}

/** Notes what is there before something changes that no deployment notices. */
export async function prepareUnnoticed(execution: Execution): Promise<void> {
  if (execution.state.before === undefined) await execution.save({ before: await measureBefore(execution) });
}

/** The one deployment that the machines serve. */
export function servingDeployment(deployments: readonly Deployment[], instanceIds: readonly string[]): Deployment {
  const serves = ({ replicas }: Deployment, instanceId: string) =>
    replicas.some((replica) => replica.machine_id === instanceId && isPresent(replica));
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

/** What runs and what it costs, before anything is changed. */
export async function measureBefore(execution: Execution) {
  const { monthly_cost, running, reservations } = await execution.ask('measure_spend', {});
  return { instances: running, spendCents: toCents(monthly_cost), reservations };
}

function asBefore(deployment: Deployment): Pick<Rollout, 'deployment' | 'sloP95Seconds' | 'originalWeights'> {
  return {
    deployment: deployment.name,
    sloP95Seconds: deployment.slo_p95_seconds,
    originalWeights: Object.fromEntries(
      deployment.replicas.filter(isPresent).map(({ replica_id, weight }) => [replica_id, weight]),
    ),
  };
}

function pairsOf({ replicas }: Deployment, instanceIds: readonly string[]): Replacement['pairs'] {
  return instanceIds.map((oldInstance) => ({
    oldInstance,
    oldReplicas: replicas
      .filter((replica) => replica.machine_id === oldInstance && isPresent(replica))
      .map(({ replica_id, weight }) => ({ replicaId: replica_id, weight })),
    newReplicas: [],
  }));
}
