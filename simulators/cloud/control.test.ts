import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { RunInstancesCommand, StartInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { CloudUnderTest, imageId, p4dPool } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

suite('the control of the cloud', () => {
  test('needs its key, which neither health nor AWS do', async () => {
    assert.equal((await cloud.control('GET', '/accounts', undefined, 'guessed')).status, 401);
    assert.equal((await cloud.control('GET', '/accounts')).status, 200);
    const health = await fetch(`${cloud.url}/health`);
    assert.deepEqual(await health.json(), { status: 'ok', service: 'cloud' });
  });

  test('tells the world time', async () => {
    cloud.clock.pass(60);
    const { body } = await cloud.control('GET', '/world');
    assert.deepEqual(body, { speed: 1, now: new Date(cloud.clock.now()).toISOString() });
  });

  test('lists open accounts by label, and closes them with all that is in them', async () => {
    const machines = [{ name: 'one', instance_type: 'm5.large' }];
    const { account, clients } = await cloud.account({ label: 'run-7/acme', machines });
    await cloud.account({ label: 'run-8/acme' });
    await clients.ec2.send(new RunInstancesCommand({ ImageId: imageId, MinCount: 1, MaxCount: 1 }));
    const list = async () => (await cloud.control('GET', '/accounts?label=run-7')).body;
    assert.deepEqual(await list(), [{ account_id: account.account_id, label: 'run-7/acme', running_instances: 1 }]);
    const closed: string[] = [];
    cloud.machines.once('closed', (id) => closed.push(id));
    await cloud.control('DELETE', `/accounts/${account.account_id}`);
    assert.deepEqual(closed, [account.account_id]);
    assert.deepEqual(await list(), []);
    cloud.clock.pass(30);
    assert.deepEqual(cloud.machines.of(account.account_id), []);
    assert.equal((await cloud.control('DELETE', `/accounts/${account.account_id}`)).status, 404);
  });

  test('says what is wrong, where, and what is allowed', async () => {
    const refusal = async (contents: object) => {
      const wish = { label: 'wrong', region: 'us-east-1', machines: [], ...contents };
      const { status, body } = await cloud.control('POST', '/accounts', wish);
      assert.equal(status, 400);
      assert.deepEqual([body.status, typeof body.title], [400, 'string']);
      return body.detail;
    };
    const machine = { name: 'a', instance_type: 'm5.large' };
    assert.match(await refusal({ region: 'moon-1' }), /region: moon-1 must be one of us-east-1/);
    assert.match(
      await refusal({ machines: [{ ...machine, instance_type: 'p4d.12xlarge' }] }),
      /machines\[0\].*p4d\.24xlarge/,
    );
    assert.match(await refusal({ machines: [machine, machine] }), /machines\[1\]\.name/);
    assert.match(await refusal({ spot_pools: [{ ...p4dPool, capacity: -1 }] }), /capacity must be >= 0/);
    assert.match(await refusal({ colour: 'red' }), /additional properties/);
    assert.deepEqual((await cloud.control('GET', '/accounts?label=wrong')).body, []);
  });

  test('refuses a pool that the account does not have', async () => {
    const { account } = await cloud.account({ spot_pools: [p4dPool] });
    const pool = (type: string) => `/accounts/${account.account_id}/spot-pools/${type}`;
    assert.equal((await cloud.control('PATCH', pool('m5.large'), { capacity: 1 })).status, 404);
    assert.equal((await cloud.control('PATCH', pool('p4d.24xlarge'), {})).status, 400);
  });
});

suite('hardware', () => {
  const slow = { gpuSlowdown: 1.3, qualityLoss: 0.08, hallucinationShare: 0.32, bootFailure: false, bootSeconds: 15 };

  test('is that of the market for machines started later, and stays as it is for the others', async () => {
    const { account, clients } = await cloud.account({ spot_pools: [p4dPool] });
    const run = async (spot: boolean) => {
      const market = spot ? { InstanceMarketOptions: { MarketType: 'spot' as const } } : {};
      const order = { ImageId: imageId, InstanceType: 'p4d.24xlarge' as const, MinCount: 1, MaxCount: 1, ...market };
      const { Instances: [instance] = [] } = await clients.ec2.send(new RunInstancesCommand(order));
      return instance?.InstanceId ?? '';
    };
    const before = await run(true);
    const wish = {
      market: 'spot',
      gpu_slowdown: 1.3,
      damaged_weights: { quality_loss: 0.08 },
      hallucination_share: 0.32,
    };
    const { status } = await cloud.control('PUT', `/accounts/${account.account_id}/hardware`, wish);
    assert.equal(status, 204);
    assert.deepEqual(cloud.machines.get(await run(true))?.hardware, slow);
    assert.equal(cloud.machines.get(before)?.hardware.gpuSlowdown, 1);
    assert.equal(cloud.machines.get(await run(false))?.hardware.gpuSlowdown, 1);
  });

  test('of a machine that runs can change, that machine alone', async () => {
    const machines = ['one', 'two'].map((name) => ({ name, instance_type: 'g5.12xlarge' }));
    const { account } = await cloud.account({ machines });
    const [one = '', two = ''] = account.machines.map((machine) => machine.instance_id);
    const slowed = (id: string) => `/accounts/${account.account_id}/machines/${id}/hardware`;
    assert.equal((await cloud.control('PUT', slowed(one), { gpu_slowdown: 3 })).status, 204);
    assert.deepEqual(
      [one, two].map((id) => cloud.machines.get(id)?.hardware.gpuSlowdown),
      [3, 1],
    );
    assert.equal(cloud.machines.get(one)?.state, 'running');
    assert.equal((await cloud.control('PUT', slowed('i-0'), { gpu_slowdown: 3 })).status, 404);
    assert.equal((await cloud.control('PUT', slowed(one), { gpu_slowdown: 0.5 })).status, 400);
  });

  test('is new for a stopped machine that is started again', async () => {
    const { account, clients } = await cloud.account({ machines: [{ name: 'one', instance_type: 'g5.12xlarge' }] });
    const InstanceIds = account.machines.map((machine) => machine.instance_id);
    await clients.ec2.send(new StopInstancesCommand({ InstanceIds }));
    cloud.clock.pass(10);
    const broken = { market: 'on_demand', boot_failure: true };
    await cloud.control('PUT', `/accounts/${account.account_id}/hardware`, broken);
    await clients.ec2.send(new StartInstancesCommand({ InstanceIds }));
    assert.equal(cloud.machines.get(InstanceIds[0] ?? '')?.hardware.bootFailure, true);
  });

  test('says how long a machine takes to boot', async () => {
    const { account, clients } = await cloud.account({ machines: [{ name: 'one', instance_type: 'g5.12xlarge' }] });
    const InstanceIds = account.machines.map((machine) => machine.instance_id);
    const state = () => cloud.machines.get(InstanceIds[0] ?? '')?.state;
    await clients.ec2.send(new StopInstancesCommand({ InstanceIds }));
    cloud.clock.pass(10);
    const slow = { market: 'on_demand', boot_seconds: 60 };
    await cloud.control('PUT', `/accounts/${account.account_id}/hardware`, slow);
    await clients.ec2.send(new StartInstancesCommand({ InstanceIds }));
    cloud.clock.pass(59);
    assert.equal(state(), 'pending');
    cloud.clock.pass(1);
    assert.equal(state(), 'running');
  });
});
