import { type EC2Client, type Filter, type Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';

export type MachineState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** One machine of the customer's, in whichever cloud. */
export interface CloudMachine {
  readonly cloud: 'aws' | 'gcp';
  readonly instanceId: string;
  /** The Name tag; the instance id where there is none. */
  readonly name: string;
  readonly instanceType: string;
  readonly region: string;
  readonly zone: string;
  readonly market: 'on_demand' | 'spot';
  readonly state: MachineState;
  readonly faultTolerant: boolean;
  readonly latencyCritical: boolean;
  readonly launchedAt: Date;
  readonly tags: ReadonlyMap<string, string>;
}

/** One machine in the customer's account at AWS. */
export interface Machine extends CloudMachine {
  readonly imageId: string;
  readonly subnetId: string | undefined;
  readonly securityGroupIds: readonly string[];
  readonly keyName: string | undefined;
  readonly instanceProfileArn: string | undefined;
}

/** A region of the customer's account. */
export interface Account {
  readonly ec2: EC2Client;
  readonly region: string;
}

/** The machines in these states, oldest first. */
export function machinesIn(account: Account, states: readonly MachineState[]): Promise<readonly Machine[]> {
  return find(account, [{ Name: 'instance-state-name', Values: [...states] }]);
}

/** Those of the machines that the cloud still knows, in any state. One that is gone is no error. */
export async function machinesById(account: Account, instanceIds: readonly string[]): Promise<readonly Machine[]> {
  if (instanceIds.length === 0) return [];
  return find(account, [{ Name: 'instance-id', Values: [...instanceIds] }]);
}

/** The machines with this tag, in any state. */
export function machinesTagged(account: Account, key: string, value: string): Promise<readonly Machine[]> {
  return find(account, [{ Name: `tag:${key}`, Values: [value] }]);
}

async function find({ ec2, region }: Account, filters: Filter[]): Promise<readonly Machine[]> {
  const found: Machine[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 1000 }, { Filters: filters })) {
    const instances = (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
    found.push(...instances.map((instance) => toMachine(instance, region)));
  }
  return found.sort((a, b) => a.launchedAt.getTime() - b.launchedAt.getTime() || compare(a.name, b.name));
}

function toMachine(instance: Instance, region: string): Machine {
  const tags = new Map((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  return {
    cloud: 'aws',
    instanceId: instance.InstanceId ?? '',
    name: tags.get('Name') ?? instance.InstanceId ?? '',
    instanceType: instance.InstanceType ?? '',
    region,
    zone: instance.Placement?.AvailabilityZone ?? '',
    market: instance.InstanceLifecycle === 'spot' ? 'spot' : 'on_demand',
    state: instance.State?.Name ?? 'terminated',
    faultTolerant: tags.get('fault-tolerant') === 'true',
    latencyCritical: tags.get('latency-critical') === 'true',
    launchedAt: instance.LaunchTime ?? new Date(0),
    tags,
    imageId: instance.ImageId ?? '',
    subnetId: instance.SubnetId,
    securityGroupIds: (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    keyName: instance.KeyName,
    instanceProfileArn: instance.IamInstanceProfile?.Arn,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
