import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
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
import { identityChecks, metricChecks } from './account-checks.ts';
import { imageId } from './cloud-under-test.ts';
import type { Target } from './target.ts';

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
