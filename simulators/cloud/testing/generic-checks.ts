import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CancelSpotInstanceRequestsCommand,
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeTagsCommand,
  ModifyInstanceAttributeCommand,
  RequestSpotInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';
import { imageId } from './cloud-under-test.ts';

/** Something that speaks AWS, with an account in which spot machines of p4d.24xlarge can be had. */
export interface Target {
  readonly clients: () => Clients;
  /** Lets seconds of its world pass. */
  readonly pass: (seconds: number) => void;
}

/** What any AWS does as its SDK expects: run against the simulator and, where there is one, an independent emulator. */
export function genericChecks(name: string, target: Target): void {
  suite(`${name}, seen through the official SDK`, () => {
    instanceChecks(target);
    changeChecks(target);
    spotChecks(target);
    identityChecks(target);
    metricChecks(target);
  });
}

function instanceChecks({ clients, pass }: Target): void {
  const team = { Key: 'team', Value: 'ml & <x> "y"' };

  test('machines are started with tags, found by filters and by id, and ended', async () => {
    const { ec2 } = clients();
    const tags = [{ ResourceType: 'instance' as const, Tags: [team] }];
    const run = await ec2.send(
      new RunInstancesCommand({
        ImageId: imageId,
        InstanceType: 'm5.large',
        MinCount: 2,
        MaxCount: 2,
        TagSpecifications: tags,
      }),
    );
    const ids = run.Instances?.map((instance) => instance.InstanceId ?? '') ?? [];
    assert.equal(ids.length, 2);
    assert.deepEqual(run.Instances?.[0]?.Tags, [team]);
    assert.equal(run.Instances?.[0]?.State?.Name, 'pending');
    pass(30);
    const found = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'instance-state-name', Values: ['running'] },
          { Name: 'tag:team', Values: [team.Value] },
        ],
      }),
    );
    const instances = found.Reservations?.flatMap((reservation) => reservation.Instances ?? []) ?? [];
    assert.deepEqual(instances.map((instance) => instance.InstanceId).sort(), [...ids].sort());
    assert.equal(instances[0]?.InstanceType, 'm5.large');
    assert.ok(instances[0]?.LaunchTime instanceof Date);
    const end = await ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    const [first] = end.TerminatingInstances ?? [];
    assert.deepEqual([first?.PreviousState?.Name, first?.CurrentState?.Name], ['running', 'shutting-down']);
  });

  test('a machine that does not exist is refused by name', async () => {
    const { ec2 } = clients();
    const missing = ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }));
    await assert.rejects(missing, { name: 'InvalidInstanceID.NotFound' });
  });

  test('a dry run starts nothing', async () => {
    const { ec2 } = clients();
    const order = { ImageId: imageId, InstanceType: 'm5.large' as const, MinCount: 1, MaxCount: 1, DryRun: true };
    await assert.rejects(ec2.send(new RunInstancesCommand(order)), { name: 'DryRunOperation' });
  });

  test('types of machines are described', async () => {
    const { ec2 } = clients();
    const { InstanceTypes: types } = await ec2.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ['p4d.24xlarge'] }),
    );
    assert.deepEqual(
      types?.map((type) => [type.InstanceType, type.VCpuInfo?.DefaultVCpus, type.MemoryInfo?.SizeInMiB]),
      [['p4d.24xlarge', 96, 1152 * 1024]],
    );
    const [gpu] = types?.[0]?.GpuInfo?.Gpus ?? [];
    assert.deepEqual(
      [gpu?.Name, gpu?.Count, gpu?.Manufacturer, gpu?.MemoryInfo?.SizeInMiB],
      ['A100', 8, 'NVIDIA', 40_960],
    );
  });
}

function changeChecks({ clients, pass }: Target): void {
  const start = async () => {
    const order = { ImageId: imageId, InstanceType: 'g5.48xlarge' as const, MinCount: 1, MaxCount: 1 };
    const { Instances: [instance] = [] } = await clients().ec2.send(new RunInstancesCommand(order));
    pass(30);
    return instance?.InstanceId ?? '';
  };
  const stateOf = async (id: string) => {
    const { Reservations: [reservation] = [] } = await clients().ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [id] }),
    );
    const [instance] = reservation?.Instances ?? [];
    return [instance?.State?.Name, instance?.InstanceType];
  };

  test('a stopped machine comes back as another type', async () => {
    const { ec2 } = clients();
    const id = await start();
    const change = { InstanceId: id, InstanceType: { Value: 'g5.24xlarge' } };
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    pass(10);
    assert.deepEqual(await stateOf(id), ['stopped', 'g5.48xlarge']);
    await ec2.send(new ModifyInstanceAttributeCommand(change));
    await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    pass(30);
    assert.deepEqual(await stateOf(id), ['running', 'g5.24xlarge']);
  });

  test('tags are added and listed', async () => {
    const { ec2 } = clients();
    const id = await start();
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'purpose', Value: 'test' }] }));
    const { Tags: tags } = await ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
    );
    assert.deepEqual(
      tags?.map((tag) => [tag.Key, tag.Value, tag.ResourceId, tag.ResourceType]),
      [['purpose', 'test', id, 'instance']],
    );
  });
}

function spotChecks({ clients, pass }: Target): void {
  test('a spot machine is requested, comes, and outlives the cancellation of the request', async () => {
    const { ec2 } = clients();
    const specification = { ImageId: imageId, InstanceType: 'p4d.24xlarge' as const };
    const { SpotInstanceRequests: [request] = [] } = await ec2.send(
      new RequestSpotInstancesCommand({ SpotPrice: '50', LaunchSpecification: specification }),
    );
    const ids = [request?.SpotInstanceRequestId ?? ''];
    pass(1);
    const { SpotInstanceRequests: [fulfilled] = [] } = await ec2.send(
      new DescribeSpotInstanceRequestsCommand({ SpotInstanceRequestIds: ids }),
    );
    assert.deepEqual([fulfilled?.State, fulfilled?.Status?.Code], ['active', 'fulfilled']);
    assert.match(fulfilled?.InstanceId ?? '', /^i-/);
    const { CancelledSpotInstanceRequests: cancelled } = await ec2.send(
      new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: ids }),
    );
    assert.deepEqual(cancelled, [{ SpotInstanceRequestId: ids[0], State: 'cancelled' }]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [fulfilled?.InstanceId ?? ''] }));
  });
}

function identityChecks({ clients }: Target): void {
  test('a role is made, read and listed; one that is not there is refused by name', async () => {
    const { iam } = clients();
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const role = { RoleName: 'generic', AssumeRolePolicyDocument: JSON.stringify(policy) };
    const { Role: made } = await iam.send(new CreateRoleCommand(role));
    assert.match(made?.Arn ?? '', /^arn:aws:iam::\d{12}:role\/generic$/);
    const { Role: read } = await iam.send(new GetRoleCommand({ RoleName: 'generic' }));
    assert.deepEqual(JSON.parse(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')), policy);
    const { Roles: roles } = await iam.send(new ListRolesCommand());
    assert.ok(roles?.some(({ Arn: arn }) => arn === made?.Arn));
    await assert.rejects(iam.send(new CreateRoleCommand(role)), { name: 'EntityAlreadyExistsException' });
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'none' })), { name: 'NoSuchEntityException' });
  });

  test('a role that trusts the caller lends temporary keys', async () => {
    const { iam, sts } = clients();
    const { Account: account } = await sts.send(new GetCallerIdentityCommand());
    assert.match(account ?? '', /^\d{12}$/);
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
    };
    const { Role: role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'lent', AssumeRolePolicyDocument: JSON.stringify(policy) }),
    );
    const { Credentials: keys, AssumedRoleUser: user } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: 'check', DurationSeconds: 900 }),
    );
    assert.match(keys?.AccessKeyId ?? '', /^ASIA/);
    assert.ok(keys?.SessionToken);
    assert.ok(Math.abs(Number(keys.Expiration) - Date.now() - 900_000) < 60_000);
    assert.equal(user?.Arn, `arn:aws:sts::${account}:assumed-role/lent/check`);
  });
}

function metricChecks({ clients }: Target): void {
  const dimensions = [{ Name: 'InstanceId', Value: 'i-823ac37fbe484554d' }];
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 120_000);
  const metric = { Namespace: 'Check', MetricName: 'gpu', Dimensions: dimensions };
  const span = { StartTime: new Date(minute.getTime() - 3_600_000), EndTime: new Date(minute.getTime() + 60_000) };

  test('metrics are kept, listed and computed', async () => {
    const { cloudWatch } = clients();
    const datum = { MetricName: 'gpu', Dimensions: dimensions, Timestamp: minute };
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'Check',
        MetricData: [
          { ...datum, Value: 42.5, Unit: 'Percent' },
          { ...datum, Values: [1, 2], Counts: [3, 4], Unit: 'Percent' },
        ],
      }),
    );
    const { Metrics: metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Check' }));
    assert.deepEqual(metrics, [metric]);
    const { Datapoints: [point] = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        ...metric,
        ...span,
        Period: 60,
        Statistics: ['Average', 'Maximum', 'SampleCount', 'Sum'],
      }),
    );
    assert.deepEqual([point?.Average, point?.Maximum, point?.SampleCount, point?.Sum], [6.6875, 42.5, 8, 53.5]);
    const { MetricDataResults: [result] = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        ...span,
        MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Average' } }],
      }),
    );
    assert.deepEqual([result?.Id, result?.Values, result?.Timestamps], ['m1', [6.6875], [minute]]);
  });

  test('a span that ends before it begins is refused', async () => {
    const { cloudWatch } = clients();
    const backwards = { StartTime: span.EndTime, EndTime: span.StartTime };
    const query = new GetMetricStatisticsCommand({ ...metric, ...backwards, Period: 60, Statistics: ['Average'] });
    await assert.rejects(cloudWatch.send(query), { name: 'InvalidParameterValueException' });
  });
}
