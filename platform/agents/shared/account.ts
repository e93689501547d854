import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Aws } from '../../shared/aws.ts';
import type { Account } from './machines.ts';
import { neededAws, type TaskContext } from './task.ts';

/** Works in the customer's account and lets go of it. @throws AccessDeniedError, TaskError invalid_parameters */
export async function inAccount<T>(aws: Aws, context: TaskContext, work: (account: Account) => Promise<T>): Promise<T> {
  const { role_arn: roleArn, region } = neededAws(context);
  const ec2 = await aws.ec2({ roleArn, region });
  try {
    return await work({ ec2, region });
  } finally {
    ec2.destroy();
  }
}

/** Works with the metrics in the customer's account and lets go of them. @throws AccessDeniedError, TaskError invalid_parameters */
export async function inMetrics<T>(
  aws: Aws,
  context: TaskContext,
  work: (cloudWatch: CloudWatchClient) => Promise<T>,
): Promise<T> {
  const { role_arn: roleArn, region } = neededAws(context);
  const cloudWatch = await aws.cloudWatch({ roleArn, region });
  try {
    return await work(cloudWatch);
  } finally {
    cloudWatch.destroy();
  }
}
