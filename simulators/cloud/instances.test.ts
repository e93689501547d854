import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeRegionsCommand,
  type EC2Client,
  type Instance,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { clientsOf } from './testing/clients.ts';
import { CloudUnderTest, imageId, p4dPool } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const day = 24 * 3600 * 1000;

async function run(ec2: EC2Client, wish: Partial<RunInstancesCommandInput> = {}): Promise<readonly Instance[]> {
  const order = { ImageId: imageId, InstanceType: 'g5.2xlarge' as const, MinCount: 1, MaxCount: 1, ...wish };
  const { Instances: instances = [] } = await ec2.send(new RunInstancesCommand(order));
  return instances;
}

async function list(ec2: EC2Client, Filters: { Name: string; Values: string[] }[] = []): Promise<readonly Instance[]> {
  const { Reservations: reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return reservations.flatMap((reservation) => reservation.Instances ?? []);
}

const idsOf = (instances: readonly Instance[]) => instances.map((instance) => instance.InstanceId ?? '');
const statesOf = async (ec2: EC2Client) => (await list(ec2)).map((instance) => instance.State?.Name);

suite('machines that an account is opened with', () => {
  const machines = [
    { name: 'serve-1', instance_type: 'p4d.24xlarge', tags: { workload: 'serving', 'fault-tolerant': 'true' } },
    { name: 'new-1', instance_type: 'm5.large', age_days: 12 },
  ];

  test('run since the days that they are old', async () => {
    const { account, clients } = await cloud.account({ machines });
    const found = await list(clients.ec2);
    assert.deepEqual(
      idsOf(found),
      account.machines.map((machine) => machine.instance_id),
    );
    assert.deepEqual(
      found.map((instance) => Math.round((Date.now() - Number(instance.LaunchTime)) / day)),
      [90, 12],
    );
    assert.deepEqual(
      found.map((instance) => [instance.State?.Name, instance.InstanceLifecycle]),
      [
        ['running', undefined],
        ['running', undefined],
      ],
    );
  });

  test('are shown to the serving fleets by name', async () => {
    const { account } = await cloud.account({ machines });
    const shown = cloud.machines.of(account.account_id).map(({ name, market, state }) => [name, market, state]);
    assert.deepEqual(shown, [
      ['serve-1', 'on_demand', 'running'],
      ['new-1', 'on_demand', 'running'],
    ]);
  });

  test('are found by tag, tag key, id, type and wildcard', async () => {
    const { account, clients } = await cloud.account({ machines });
    const [serve = '', young = ''] = account.machines.map((machine) => machine.instance_id);
    const found = async (Name: string, ...Values: string[]) => idsOf(await list(clients.ec2, [{ Name, Values }]));
    assert.deepEqual(await found('tag:workload', 'serving', 'batch'), [serve]);
    assert.deepEqual(await found('tag-key', 'fault-tolerant'), [serve]);
    assert.deepEqual(await found('instance-id', young), [young]);
    assert.deepEqual(await found('instance-type', 'm5.*'), [young]);
    assert.deepEqual(await found('tag:Name', '*-1'), [serve, young]);
    assert.deepEqual(await found('instance-lifecycle', 'spot'), []);
    await assert.rejects(found('colour', 'red'), { name: 'InvalidParameterValue' });
  });

  test('are seen in their region only', async () => {
    const { account, clients } = await cloud.account({ machines });
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = account.owner_keys;
    const elsewhere = clientsOf(cloud.url, { accessKeyId, secretAccessKey }, 'us-west-2');
    await run(elsewhere.ec2);
    assert.deepEqual([(await list(clients.ec2)).length, (await list(elsewhere.ec2)).length], [2, 1]);
  });

  test('are seen by their own account only', async () => {
    const [first, second] = [await cloud.account({ machines }), await cloud.account()];
    assert.equal((await list(second.clients.ec2)).length, 0);
    const ids = first.account.machines.map((machine) => machine.instance_id);
    const foreign = second.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    await assert.rejects(foreign, { name: 'InvalidInstanceID.NotFound' });
    assert.deepEqual(await statesOf(first.clients.ec2), ['running', 'running']);
  });
});

suite('the life of a machine', () => {
  test('runs after 15 s, is gone 10 s after its end, and is forgotten an hour later', async () => {
    const { account, clients } = await cloud.account();
    const shown: string[] = [];
    cloud.machines.on('changed', (machine) => {
      if (machine.accountId === account.account_id) shown.push(machine.state);
    });
    const ids = idsOf(await run(clients.ec2));
    cloud.clock.pass(14);
    assert.deepEqual(await statesOf(clients.ec2), ['pending']);
    cloud.clock.pass(1);
    assert.deepEqual(await statesOf(clients.ec2), ['running']);
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    cloud.clock.pass(9);
    assert.deepEqual(await statesOf(clients.ec2), ['shutting-down']);
    cloud.clock.pass(1);
    assert.deepEqual(await statesOf(clients.ec2), ['terminated']);
    cloud.clock.pass(3600);
    assert.deepEqual(await statesOf(clients.ec2), []);
    assert.deepEqual(shown, ['pending', 'running', 'shutting-down', 'terminated']);
  });

  test('ended before it has booted, it never runs', async () => {
    const { clients } = await cloud.account();
    const ids = idsOf(await run(clients.ec2));
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    cloud.clock.pass(60);
    assert.deepEqual(await statesOf(clients.ec2), ['terminated']);
    const again = await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    assert.equal(again.TerminatingInstances?.[0]?.CurrentState?.Name, 'terminated');
  });

  test('its type changes only while it is stopped; spot machines do not stop', async () => {
    const { clients } = await cloud.account({ spot_pools: [p4dPool] });
    const { ec2 } = clients;
    const [id = ''] = idsOf(await run(ec2, { InstanceType: 'g5.48xlarge' }));
    const change = new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: 'g5.24xlarge' } });
    cloud.clock.pass(30);
    await assert.rejects(ec2.send(change), { name: 'IncorrectInstanceState' });
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await assert.rejects(ec2.send(new StartInstancesCommand({ InstanceIds: [id] })), {
      name: 'IncorrectInstanceState',
    });
    cloud.clock.pass(10);
    await ec2.send(change);
    assert.equal(cloud.machines.get(id)?.instanceType, 'g5.24xlarge');
    const spot = { InstanceType: 'p4d.24xlarge' as const, InstanceMarketOptions: { MarketType: 'spot' as const } };
    const InstanceIds = idsOf(await run(ec2, spot));
    await assert.rejects(ec2.send(new StopInstancesCommand({ InstanceIds })), { name: 'UnsupportedOperation' });
  });

  test('status is reported of running machines, of all on demand', async () => {
    const { clients } = await cloud.account({ machines: [{ name: 'a', instance_type: 'm5.large' }] });
    await run(clients.ec2);
    const status = async (IncludeAllInstances: boolean) => {
      const answer = await clients.ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances }));
      return answer.InstanceStatuses?.map((one) => [one.InstanceState?.Name, one.InstanceStatus?.Status]);
    };
    assert.deepEqual(await status(false), [['running', 'ok']]);
    assert.deepEqual(await status(true), [
      ['running', 'ok'],
      ['pending', 'not-applicable'],
    ]);
  });
});

suite('orders', () => {
  test('sent twice under one client token are carried out once', async () => {
    const { clients } = await cloud.account();
    const first = await run(clients.ec2, { ClientToken: 'once' });
    assert.deepEqual(idsOf(await run(clients.ec2, { ClientToken: 'once' })), idsOf(first));
    assert.equal((await list(clients.ec2)).length, 1);
    const other = run(clients.ec2, { ClientToken: 'once', MaxCount: 2 });
    await assert.rejects(other, { name: 'IdempotentParameterMismatch' });
  });

  test('that are wrong are refused with the name of what is wrong', async () => {
    const { clients } = await cloud.account();
    const refused = (wish: object, name: string, message: RegExp) =>
      assert.rejects(run(clients.ec2, wish), { name, message });
    await refused({ InstanceType: 'p4d.12xlarge' }, 'InvalidParameterValue', /p4d\.12xlarge/);
    await refused({ ImageId: undefined }, 'MissingParameter', /ImageId/);
    await refused({ ImageId: 'image' }, 'InvalidAMIID.Malformed', /image/);
    await refused({ MinCount: 3, MaxCount: 2 }, 'InvalidParameterValue', /MinCount/);
    await refused({ MaxCount: 0 }, 'InvalidParameterValue', /MaxCount/);
    const malformed = clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ['machine'] }));
    await assert.rejects(malformed, { name: 'InvalidInstanceID.Malformed' });
    await assert.rejects(clients.ec2.send(new DescribeRegionsCommand()), { name: 'InvalidAction' });
    assert.deepEqual(await statesOf(clients.ec2), []);
  });

  test('long lists come in pages', async () => {
    const { clients } = await cloud.account();
    const all = idsOf(await run(clients.ec2, { MinCount: 12, MaxCount: 12 }));
    const pages: string[][] = [];
    let NextToken: string | undefined;
    do {
      const ask = new DescribeInstancesCommand({ MaxResults: 5, ...(NextToken ? { NextToken } : {}) });
      const page = await clients.ec2.send(ask);
      pages.push(idsOf(page.Reservations?.flatMap((reservation) => reservation.Instances ?? []) ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(
      pages.map((page) => page.length),
      [5, 5, 2],
    );
    assert.deepEqual(pages.flat(), all);
    const foreign = clients.ec2.send(new DescribeInstancesCommand({ NextToken: 'mine' }));
    await assert.rejects(foreign, { name: 'InvalidNextToken' });
  });

  test('types that do not exist are named', async () => {
    const { clients } = await cloud.account();
    const { InstanceTypes: types = [] } = await clients.ec2.send(new DescribeInstanceTypesCommand());
    assert.equal(types.length, 13);
    const unknown = new DescribeInstanceTypesCommand({ InstanceTypes: ['a2-highgpu-1g' as 'm5.large'] });
    await assert.rejects(clients.ec2.send(unknown), { name: 'InvalidInstanceType', message: /a2-highgpu-1g/ });
  });
});
