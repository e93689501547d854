import { paginateDescribeSpotInstanceRequests } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { type Account, machinesById } from '../../shared/machines.ts';
import { instanceIds } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { interruptedAmong } from '../interruption.ts';

/** Which of the machines the cloud takes back: announced, or already gone. */
export function checkSpotInterruptions(aws: Aws) {
  return defineTask({
    parameters: z.object({ instance_ids: instanceIds }),
    output: z.object({ interrupted: instanceIds }),
    run: ({ instance_ids: ids }, context) =>
      inAccount(aws, context, async (account) => {
        const [machines, statusByInstance] = await Promise.all([
          machinesById(account, ids),
          requestStatus(account, ids),
        ]);
        const stateByInstance = new Map(machines.map(({ instanceId, state }) => [instanceId, state]));
        return { interrupted: interruptedAmong(ids, { stateByInstance, statusByInstance }) };
      }),
  });
}

async function requestStatus({ ec2 }: Account, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (ids.length === 0) return found;
  const filter = { Filters: [{ Name: 'instance-id', Values: [...ids] }] };
  for await (const page of paginateDescribeSpotInstanceRequests({ client: ec2 }, filter)) {
    for (const { InstanceId, Status } of page.SpotInstanceRequests ?? []) {
      if (InstanceId && Status?.Code) found.set(InstanceId, Status.Code);
    }
  }
  return found;
}
