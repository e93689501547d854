import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  CancelSpotInstanceRequestsCommand,
  DescribeInstancesCommand,
  DescribeSpotInstanceRequestsCommand,
  DescribeSpotPriceHistoryCommand,
  type EC2Client,
  GetSpotPlacementScoresCommand,
  RequestSpotInstancesCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CloudUnderTest, imageId, p4dPool } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const p4d = 'p4d.24xlarge' as const;

async function runSpot(ec2: EC2Client, count = 1, spot: { MaxPrice?: string } = {}, min = count): Promise<string[]> {
  const market = { MarketType: 'spot' as const, SpotOptions: spot };
  const order = { ImageId: imageId, InstanceType: p4d, MinCount: min, MaxCount: count, InstanceMarketOptions: market };
  const { Instances: instances = [] } = await ec2.send(new RunInstancesCommand(order));
  return instances.map((instance) => instance.InstanceId ?? '');
}

async function requests(ec2: EC2Client) {
  const { SpotInstanceRequests: all = [] } = await ec2.send(new DescribeSpotInstanceRequestsCommand({}));
  return all.map((request) => [request.State, request.Status?.Code]);
}

async function states(ec2: EC2Client, InstanceIds: string[]) {
  const { Reservations: reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds }));
  return reservations.flatMap(({ Instances: instances = [] }) => instances.map((instance) => instance.State?.Name));
}

async function score(ec2: EC2Client, TargetCapacity: number) {
  const ask = new GetSpotPlacementScoresCommand({ InstanceTypes: [p4d], TargetCapacity, RegionNames: ['us-east-1'] });
  const { SpotPlacementScores: [first] = [] } = await ec2.send(ask);
  return first?.Score;
}

const acme = () => cloud.account({ spot_pools: [p4dPool] });

suite('capacity of the spot market', () => {
  test('is used up by machines; what is not there starts nothing', async () => {
    const { ec2 } = (await acme()).clients;
    assert.equal((await runSpot(ec2, 3)).length, 3);
    await assert.rejects(runSpot(ec2, 2), { name: 'InsufficientInstanceCapacity' });
    assert.deepEqual(await requests(ec2), Array(3).fill(['active', 'fulfilled']));
    assert.equal((await runSpot(ec2, 5, {}, 1)).length, 1);
  });

  test('comes back when the owner ends a machine', async () => {
    const { ec2 } = (await acme()).clients;
    const [first = ''] = await runSpot(ec2, 4);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    assert.deepEqual((await requests(ec2))[0], ['closed', 'instance-terminated-by-user']);
    assert.equal((await runSpot(ec2)).length, 1);
  });

  test('does not come back from a machine of an offer that has changed since', async () => {
    const { account, clients } = await acme();
    const [first = ''] = await runSpot(clients.ec2, 1);
    const pool = `/accounts/${account.account_id}/spot-pools/${p4d}`;
    assert.equal((await cloud.control('PATCH', pool, { capacity: 0 })).status, 204);
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    await assert.rejects(runSpot(clients.ec2), { name: 'InsufficientInstanceCapacity' });
  });

  test('decides the placement score', async () => {
    const { ec2 } = (await acme()).clients;
    assert.deepEqual([await score(ec2, 4), await score(ec2, 5), await score(ec2, 100)], [10, 8, 1]);
    await runSpot(ec2, 3);
    assert.deepEqual([await score(ec2, 1), await score(ec2, 3)], [10, 3]);
  });

  test('is none where the account has no pool, and a price too low gets none', async () => {
    const { ec2 } = (await cloud.account()).clients;
    await assert.rejects(runSpot(ec2), { name: 'InsufficientInstanceCapacity' });
    const acmes = (await acme()).clients.ec2;
    await assert.rejects(runSpot(acmes, 1, { MaxPrice: '10' }), { name: 'SpotMaxPriceTooLow', message: /16\.986301/ });
  });
});

suite('spot requests', () => {
  const ask = (ec2: EC2Client, wish: object = {}) =>
    ec2.send(
      new RequestSpotInstancesCommand({ LaunchSpecification: { ImageId: imageId, InstanceType: p4d }, ...wish }),
    );

  test('wait for capacity and are fulfilled when there is some', async () => {
    const { account, clients } = await cloud.account({ spot_pools: [{ ...p4dPool, capacity: 1 }] });
    await ask(clients.ec2, { InstanceCount: 2 });
    assert.deepEqual(await requests(clients.ec2), Array(2).fill(['open', 'pending-evaluation']));
    cloud.clock.pass(1);
    const waiting = ['open', 'capacity-not-available'];
    assert.deepEqual(await requests(clients.ec2), [['active', 'fulfilled'], waiting]);
    await cloud.control('PATCH', `/accounts/${account.account_id}/spot-pools/${p4d}`, { capacity: 1 });
    assert.deepEqual(await requests(clients.ec2), Array(2).fill(['active', 'fulfilled']));
  });

  test('below the price wait for it; cancelled before, they get nothing', async () => {
    const { ec2 } = (await acme()).clients;
    const { SpotInstanceRequests: [request] = [] } = await ask(ec2, { SpotPrice: '10' });
    cloud.clock.pass(1);
    assert.deepEqual(await requests(ec2), [['open', 'price-too-low']]);
    const SpotInstanceRequestIds = [request?.SpotInstanceRequestId ?? ''];
    await ec2.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds }));
    assert.deepEqual(await requests(ec2), [['cancelled', 'canceled-before-fulfillment']]);
  });

  test('cancelled after fulfilment leave the machine running', async () => {
    const { ec2 } = (await acme()).clients;
    const ids = await runSpot(ec2);
    const { SpotInstanceRequests: [request] = [] } = await ec2.send(new DescribeSpotInstanceRequestsCommand({}));
    const SpotInstanceRequestIds = [request?.SpotInstanceRequestId ?? ''];
    await ec2.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds }));
    cloud.clock.pass(30);
    assert.deepEqual(await requests(ec2), [['cancelled', 'request-canceled-and-instance-running']]);
    assert.deepEqual(await states(ec2, ids), ['running']);
  });

  test('that do not exist are refused by name', async () => {
    const { ec2 } = (await acme()).clients;
    const missing = new DescribeSpotInstanceRequestsCommand({ SpotInstanceRequestIds: ['sir-00000000'] });
    await assert.rejects(ec2.send(missing), { name: 'InvalidSpotInstanceRequestID.NotFound' });
  });
});

suite('prices of the spot market', () => {
  const dayLong = 24 * 3600 * 1000;

  async function prices(ec2: EC2Client, from: Date) {
    const ask = { StartTime: from, InstanceTypes: [p4d], ProductDescriptions: ['Linux/UNIX'] };
    const { SpotPriceHistory: history = [] } = await ec2.send(new DescribeSpotPriceHistoryCommand(ask));
    return history.map((point) => ({ at: Number(point.Timestamp), hourly: Number(point.SpotPrice) }));
  }

  /** Dollars a month, weighted by the time that each price was in force between the two ends. */
  function mean(points: readonly { at: number; hourly: number }[], from: number, to: number): number {
    const sum = points.reduce((total, point, index) => {
      const end = points[index - 1]?.at ?? to;
      return total + point.hourly * (end - Math.max(point.at, from));
    }, 0);
    return (sum / (to - from)) * 730;
  }

  test('have the promised mean over 30 days and the promised price now', async () => {
    const { ec2 } = (await acme()).clients;
    const to = Date.now();
    const points = await prices(ec2, new Date(to - 30 * dayLong));
    assert.ok(Math.abs(mean(points, to - 30 * dayLong, to) - 12_000) < 0.01);
    assert.equal(Math.round((points[0]?.hourly ?? 0) * 730 * 100), 12_400_00);
    assert.ok((points[0]?.at ?? 0) < to + 1000);
    assert.ok(new Set(points.map((point) => point.hourly)).size > 20);
    assert.deepEqual(
      points.map((point) => point.at),
      points.map((point) => point.at).toSorted((a, b) => b - a),
    );
  });

  test('keep that mean while the day goes on', async (context) => {
    const { ec2 } = (await acme()).clients;
    const to = Date.now() + 20 * 3600 * 1000;
    context.mock.timers.enable({ apis: ['Date'], now: to });
    const points = await prices(ec2, new Date(to - 30 * dayLong));
    assert.ok(Math.abs(mean(points, to - 30 * dayLong, to) - 12_000) < 0.01);
  });

  test('may go back no further than some days, with the same mean', async () => {
    const { clients } = await cloud.account({ spot_pools: [{ ...p4dPool, history_days: 10 }] });
    const to = Date.now();
    const points = await prices(clients.ec2, new Date(to - 30 * dayLong));
    const first = Math.min(...points.map((point) => point.at));
    assert.equal(Math.round((to - first) / dayLong), 10);
    assert.ok(Math.abs(mean(points, first, to) - 12_000) < 0.01);
  });

  test('change from now on when the market changes', async () => {
    const { account, clients } = await acme();
    await cloud.control('PATCH', `/accounts/${account.account_id}/spot-pools/${p4d}`, { price_now: 25_000 });
    const points = await prices(clients.ec2, new Date(Date.now() + 1000));
    assert.deepEqual(
      points.map((point) => Math.round(point.hourly * 730)),
      [25_000],
    );
  });

  test('are published with the rate of interruptions', async () => {
    const dear = { ...p4dPool, instance_type: 'g5.2xlarge', price_mean: 888, interruption_rate: 0.22 };
    const { account } = await cloud.account({ spot_pools: [p4dPool, dear] });
    const response = await fetch(`${cloud.url}/spot-advisor/${account.account_id}.json`);
    assert.deepEqual(await response.json(), {
      'us-east-1': {
        Linux: {
          'p4d.24xlarge': { s: 60, r: 1, interruption_percent: 5 },
          'g5.2xlarge': { s: 20, r: 4, interruption_percent: 22 },
        },
      },
    });
    assert.equal((await fetch(`${cloud.url}/spot-advisor/123456789012.json`)).status, 404);
  });
});

suite('interruptions', () => {
  const interrupt = (accountId: string, order: object) =>
    cloud.control('POST', `/accounts/${accountId}/interruptions`, order);

  test('with notice let the machine run to the end of it', async () => {
    const { account, clients } = await acme();
    const ids = await runSpot(clients.ec2, 2);
    cloud.clock.pass(30);
    const { body } = await interrupt(account.account_id, { count: 1, notice_seconds: 120 });
    const [first = ''] = ids;
    assert.deepEqual(body, { instance_ids: [first] });
    assert.deepEqual(await requests(clients.ec2), [
      ['active', 'marked-for-termination'],
      ['active', 'fulfilled'],
    ]);
    await assert.rejects(runSpot(clients.ec2), { name: 'InsufficientInstanceCapacity' });
    cloud.clock.pass(119);
    assert.deepEqual(await states(clients.ec2, ids), ['running', 'running']);
    cloud.clock.pass(1);
    assert.deepEqual(await states(clients.ec2, ids), ['shutting-down', 'running']);
    assert.deepEqual((await requests(clients.ec2))[0], ['closed', 'instance-terminated-no-capacity']);
    cloud.clock.pass(10);
    assert.equal(cloud.machines.get(first)?.state, 'terminated');
  });

  test('without notice take all running spot machines at once, and none on demand', async () => {
    const machines = [{ name: 'kept', instance_type: p4d }];
    const { account, clients } = await cloud.account({ machines, spot_pools: [p4dPool] });
    const ids = await runSpot(clients.ec2, 3);
    cloud.clock.pass(30);
    const { body } = await interrupt(account.account_id, { notice_seconds: 0 });
    assert.deepEqual(body, { instance_ids: ids });
    assert.deepEqual(await states(clients.ec2, ids), ['terminated', 'terminated', 'terminated']);
    assert.deepEqual(await requests(clients.ec2), Array(3).fill(['closed', 'instance-terminated-no-capacity']));
    assert.deepEqual(await states(clients.ec2, [account.machines[0]?.instance_id ?? '']), ['running']);
  });

  test('take nothing from machines that the owner ends during the notice', async () => {
    const { account, clients } = await acme();
    const ids = await runSpot(clients.ec2);
    cloud.clock.pass(30);
    await interrupt(account.account_id, { notice_seconds: 120 });
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: ids }));
    cloud.clock.pass(120);
    assert.deepEqual(await requests(clients.ec2), [['closed', 'instance-terminated-by-user']]);
    await assert.rejects(runSpot(clients.ec2), { name: 'InsufficientInstanceCapacity' });
  });
});
