import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { type Account, machinesById } from '../shared/machines.ts';

/** Ends those of the machines that still are, and answers which those were. */
export async function terminate(account: Account, instanceIds: readonly string[]): Promise<string[]> {
  const known = await machinesById(account, instanceIds);
  const alive = known.filter(({ state }) => state !== 'shutting-down' && state !== 'terminated');
  const ids = alive.map(({ instanceId }) => instanceId);
  if (ids.length > 0) await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
  return ids;
}
