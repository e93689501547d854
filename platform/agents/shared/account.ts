import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Aws, CustomerRole } from '../../shared/aws.ts';
import type { Account } from './machines.ts';
import { awsOf, neededAws, type TaskContext, TaskError } from './task.ts';

/** By which OptiInfra gets into the customer's account. @throws TaskError invalid_parameters where there is none */
export function roleOf(context: TaskContext): CustomerRole {
  const { role_arn: roleArn, region } = neededAws(context);
  return { roleArn, region, externalId: context.customer.customer_id };
}

/** @throws TaskError access_denied where the customer's role would let any other customer in as well */
export async function refuseOpenRole(aws: Aws, context: TaskContext): Promise<void> {
  if (!awsOf(context)) return;
  const role = roleOf(context);
  if (!(await aws.isOpen(role))) return;
  throw new TaskError(
    'access_denied',
    `The role ${role.roleArn} lets in whoever names it, because its trust policy asks for no external id. It must ask for your customer id`,
    { retryable: false },
  );
}

/** Works in the customer's account and lets go of it. @throws AccessDeniedError, TaskError invalid_parameters */
export async function inAccount<T>(aws: Aws, context: TaskContext, work: (account: Account) => Promise<T>): Promise<T> {
  const role = roleOf(context);
  const ec2 = await aws.ec2(role);
  try {
    return await work({ ec2, region: role.region });
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
  const cloudWatch = await aws.cloudWatch(roleOf(context));
  try {
    return await work(cloudWatch);
  } finally {
    cloudWatch.destroy();
  }
}
