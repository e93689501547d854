import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { type Account, machinesById, machinesTagged } from '../shared/machines.ts';
import { optimizationTag } from './launch-replacement.ts';

/** Which machines are to be ended. */
export interface Condemned {
  readonly ids: readonly string[];
  /** An optimization: also every machine that was created for it. */
  readonly createdFor?: string | undefined;
}

/** Ends those of the machines that still are, and answers which those were. */
export async function terminate(account: Account, { ids: named, createdFor }: Condemned): Promise<string[]> {
  const known = await Promise.all([
    machinesById(account, named),
    createdFor === undefined ? [] : machinesTagged(account, optimizationTag, createdFor),
  ]);
  const alive = known.flat().filter(({ state }) => state !== 'shutting-down' && state !== 'terminated');
  const ids = [...new Set(alive.map(({ instanceId }) => instanceId))];
  if (ids.length > 0) await account.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
  return ids;
}
