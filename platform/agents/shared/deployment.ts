import type { Deployment, Gateway, Replica } from '../../shared/gateway.ts';
import { TaskError } from './task.ts';

/** The deployment as the gateway serves it now. @throws GatewayError, TaskError unknown_deployment */
export async function deploymentOf(gateway: Gateway, name: string): Promise<Deployment> {
  const deployments = await gateway.deployments();
  const found = deployments.find((deployment) => deployment.name === name);
  if (found) return found;
  const names = deployments.map((deployment) => deployment.name).join(', ');
  const message = `The gateway does not serve ${name}. It serves ${names || 'nothing'}`;
  throw new TaskError('unknown_deployment', message, { retryable: false });
}

/** The replicas that take traffic. */
export function servingReplicas({ replicas }: Deployment): readonly Replica[] {
  return replicas.filter(({ state, weight }) => state === 'ready' && weight > 0);
}

/** Whether a replica of the deployment is on one of the machines, whatever it does there. */
export function isOn({ replicas }: Deployment, machineIds: readonly string[]): boolean {
  return replicas.some(({ machine_id: machine, state }) => state !== 'gone' && machineIds.includes(machine));
}
