import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { Account, Machine } from '../shared/machines.ts';
import { TaskError } from '../shared/task.ts';

export interface Replacement {
  readonly instanceId: string;
  /** Instance id of the machine whose place it takes. */
  readonly replaces: string;
}

/** The tag that names the optimization for which a machine was created. */
export const optimizationTag = 'optiinfra:optimization';

/** What is bought in place of a machine. */
export interface Purchase {
  /** Part of the idempotency token, and a tag on each machine. */
  readonly optimizationId: string;
  /** Of this type on demand; without it of the same type on spot. */
  readonly onDemandType: string | undefined;
}

/**
 * Starts a machine like the given one. The client token is made of optimization and machine, so that the same order
 * sent twice starts one machine. Errors are those of EC2.
 */
export async function launchReplacement({ ec2 }: Account, original: Machine, purchase: Purchase): Promise<Replacement> {
  const answer = await ec2.send(new RunInstancesCommand(orderFor(original, purchase)));
  const instanceId = answer.Instances?.[0]?.InstanceId;
  if (instanceId) return { instanceId, replaces: original.instanceId };
  throw new TaskError('agent_error', 'EC2 answered RunInstances without an instance', { retryable: true });
}

const oneTimeSpot: RunInstancesCommandInput['InstanceMarketOptions'] = {
  MarketType: 'spot',
  SpotOptions: { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate' },
};

export function orderFor(original: Machine, { optimizationId, onDemandType }: Purchase): RunInstancesCommandInput {
  const tags = [...original.tags].filter(([key]) => !key.startsWith('aws:') && !key.startsWith('optiinfra:'));
  const marks = [
    [optimizationTag, optimizationId],
    ['optiinfra:replaces', original.instanceId],
  ] as const;
  return {
    ClientToken: `${optimizationId}:${original.instanceId}`,
    MinCount: 1,
    MaxCount: 1,
    InstanceType: (onDemandType ?? original.instanceType) as NonNullable<RunInstancesCommandInput['InstanceType']>,
    ImageId: original.imageId,
    Placement: { AvailabilityZone: original.zone },
    ...(original.subnetId ? { SubnetId: original.subnetId } : {}),
    ...(original.securityGroupIds.length > 0 ? { SecurityGroupIds: [...original.securityGroupIds] } : {}),
    ...(original.keyName ? { KeyName: original.keyName } : {}),
    ...(original.instanceProfileArn ? { IamInstanceProfile: { Arn: original.instanceProfileArn } } : {}),
    ...(onDemandType ? {} : { InstanceMarketOptions: oneTimeSpot }),
    TagSpecifications: [
      { ResourceType: 'instance', Tags: [...tags, ...marks].map(([Key, Value]) => ({ Key, Value })) },
    ],
  };
}
