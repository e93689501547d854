import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  CreateTagsCommand,
  DescribeReservedInstancesCommand,
  DescribeReservedInstancesOfferingsCommand,
  type DescribeReservedInstancesOfferingsCommandInput,
  DescribeTagsCommand,
  EC2Client,
  PurchaseReservedInstancesOfferingCommand,
  paginateDescribeReservedInstancesOfferings,
  type ReservedInstancesOffering,
} from '@aws-sdk/client-ec2';
import { CloudUnderTest } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const hours = 365 * 24;
const p4d = { InstanceType: 'p4d.24xlarge', ProductDescription: 'Linux/UNIX' } as const;

async function offerings(ec2: EC2Client, ask: DescribeReservedInstancesOfferingsCommandInput = p4d) {
  const answer = await ec2.send(new DescribeReservedInstancesOfferingsCommand(ask));
  return answer.ReservedInstancesOfferings ?? [];
}

/** The first offering of p4d.24xlarge: a year, nothing up front. */
async function cheapestToBegin(ec2: EC2Client): Promise<string> {
  const [offering] = await offerings(ec2, { ...p4d, OfferingType: 'No Upfront', MaxDuration: hours * 3600 });
  return offering?.ReservedInstancesOfferingId ?? '';
}

async function reservations(ec2: EC2Client) {
  return (await ec2.send(new DescribeReservedInstancesCommand())).ReservedInstances ?? [];
}

/** What a machine costs over the whole term in whole dollars, and how much of it at once. */
function total({ FixedPrice = 0, RecurringCharges = [], UsagePrice, Duration = 0 }: ReservedInstancesOffering) {
  assert.equal(UsagePrice, 0);
  const [hourly] = RecurringCharges;
  if (hourly) assert.equal(hourly.Frequency, 'Hourly');
  return [FixedPrice, Math.round(FixedPrice + ((hourly?.Amount ?? 0) * Duration) / 3600)];
}

suite('the offerings of reserved instances', () => {
  test('are 30, 35, 40 % off for a year and 50, 55, 60 % for three, by what is paid up front', async () => {
    const { ec2 } = (await cloud.account()).clients;
    const found = (await offerings(ec2)).map((offering) => {
      const { Duration = 0, OfferingType, OfferingClass, Scope, CurrencyCode } = offering;
      assert.deepEqual([OfferingClass, Scope, CurrencyCode], ['standard', 'Region', 'USD']);
      return [Duration / 3600 / hours, OfferingType, ...total(offering)];
    });
    assert.deepEqual(found, [
      [1, 'No Upfront', 0, 252_000],
      [1, 'Partial Upfront', 117_000, 234_000],
      [1, 'All Upfront', 216_000, 216_000],
      [3, 'No Upfront', 0, 540_000],
      [3, 'Partial Upfront', 243_000, 486_000],
      [3, 'All Upfront', 432_000, 432_000],
    ]);
  });

  test('are found by parameters and by filters', async () => {
    const { ec2 } = (await cloud.account()).clients;
    const count = async (ask: DescribeReservedInstancesOfferingsCommandInput) => (await offerings(ec2, ask)).length;
    const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
    assert.equal(await count({ ...p4d, OfferingType: 'All Upfront' }), 2);
    assert.equal(await count({ ...p4d, OfferingType: 'All Upfront', MinDuration: 2 * hours * 3600 }), 1);
    assert.equal(await count(filter('instance-type', 'p4d.24xlarge', 'g5.48xlarge')), 12);
    assert.equal(await count({ ...p4d, ...filter('duration', String(hours * 3600)) }), 3);
    assert.equal(await count({ ...p4d, OfferingClass: 'standard', InstanceTenancy: 'default' }), 6);
    assert.equal(await count({ ...p4d, OfferingClass: 'convertible' }), 0);
    assert.equal(await count({ ...p4d, ProductDescription: 'Windows' }), 0);
    await assert.rejects(count(filter('colour', 'red')), { name: 'InvalidParameterValue' });
    await assert.rejects(count({ InstanceType: 'p4d.12xlarge' as 'p4d.24xlarge' }), { name: 'InvalidParameterValue' });
  });

  test('come in pages, each with ids of its own in every region', async () => {
    const ids = new Set<string>();
    let listed = 0;
    for (const region of ['us-east-1', 'us-west-2']) {
      const { ec2 } = (await cloud.account({ region })).clients;
      for await (const page of paginateDescribeReservedInstancesOfferings({ client: ec2, pageSize: 50 }, {})) {
        for (const { ReservedInstancesOfferingId: id } of page.ReservedInstancesOfferings ?? []) ids.add(id ?? '');
        listed += page.ReservedInstancesOfferings?.length ?? 0;
      }
    }
    assert.equal(listed, 2 * 13 * 6);
    assert.equal(ids.size, listed);
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

suite('a purchase of reserved instances', () => {
  test('is pending until it is paid for, then active, and ends after its term', async () => {
    const { ec2 } = (await cloud.account()).clients;
    const id = await cheapestToBegin(ec2);
    const order = { ReservedInstancesOfferingId: id, InstanceCount: 2 };
    const bought = await ec2.send(new PurchaseReservedInstancesOfferingCommand(order));
    const [pending] = await reservations(ec2);
    assert.equal(pending?.ReservedInstancesId, bought.ReservedInstancesId);
    assert.deepEqual(
      [pending?.State, pending?.InstanceCount, pending?.InstanceType],
      ['payment-pending', 2, 'p4d.24xlarge'],
    );
    cloud.clock.pass(5);
    const [active] = await reservations(ec2);
    assert.equal(active?.State, 'active');
    assert.equal(Number(active?.End) - Number(active?.Start), hours * 3_600_000);
    assert.equal(Math.round((active?.RecurringCharges?.[0]?.Amount ?? 0) * hours), 252_000);
    assert.deepEqual([active?.FixedPrice, active?.OfferingType, active?.Duration], [0, 'No Upfront', hours * 3600]);
  });

  test('is made again by whoever asks again: there is no client token', async () => {
    const { ec2 } = (await cloud.account()).clients;
    const order = { ReservedInstancesOfferingId: await cheapestToBegin(ec2), InstanceCount: 1 };
    await ec2.send(new PurchaseReservedInstancesOfferingCommand(order));
    await ec2.send(new PurchaseReservedInstancesOfferingCommand(order));
    assert.equal((await reservations(ec2)).length, 2);
  });

  test('belongs to its account and its region, and can be marked by tags', async () => {
    const [mine, other] = [await cloud.account(), await cloud.account()];
    const { ec2 } = mine.clients;
    const order = { ReservedInstancesOfferingId: await cheapestToBegin(ec2), InstanceCount: 1 };
    const { ReservedInstancesId: id = '' } = await ec2.send(new PurchaseReservedInstancesOfferingCommand(order));
    assert.deepEqual(await reservations(other.clients.ec2), []);
    const tag = { Key: 'why', Value: 'steady' };
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [tag] }));
    const byTag = new DescribeReservedInstancesCommand({ Filters: [{ Name: 'tag:why', Values: ['steady'] }] });
    assert.deepEqual((await ec2.send(byTag)).ReservedInstances?.[0]?.Tags, [tag]);
    const { Tags: listed } = await ec2.send(new DescribeTagsCommand());
    assert.equal(listed?.[0]?.ResourceType, 'reserved-instances');
  });

  test('is refused for what is not on offer, and dry runs buy nothing', async () => {
    const { ec2 } = (await cloud.account()).clients;
    const buy = (order: { ReservedInstancesOfferingId: string; InstanceCount: number; DryRun?: boolean }) =>
      ec2.send(new PurchaseReservedInstancesOfferingCommand(order));
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const id = await cheapestToBegin(ec2);
    await assert.rejects(buy({ ReservedInstancesOfferingId: nowhere, InstanceCount: 1 }), {
      name: 'InvalidReservedInstancesOfferingId',
    });
    await assert.rejects(buy({ ReservedInstancesOfferingId: id, InstanceCount: 0 }), { name: 'InvalidParameterValue' });
    await assert.rejects(buy({ ReservedInstancesOfferingId: id, InstanceCount: 1, DryRun: true }), {
      name: 'DryRunOperation',
    });
    const unknown = new DescribeReservedInstancesCommand({ ReservedInstancesIds: [nowhere] });
    await assert.rejects(ec2.send(unknown), { name: 'InvalidReservedInstancesId' });
    assert.deepEqual(await reservations(ec2), []);
  });

  test('may be carried out although its answer is lost; a client that tries again by itself has then bought twice', async () => {
    const { account, clients } = await cloud.account();
    const order = { ReservedInstancesOfferingId: await cheapestToBegin(clients.ec2), InstanceCount: 1 };
    const action = 'PurchaseReservedInstancesOffering';
    const lose = () => cloud.control('POST', `/accounts/${account.account_id}/lost-answers`, { action });
    assert.equal((await lose()).status, 204);
    await assert.rejects(clients.ec2.send(new PurchaseReservedInstancesOfferingCommand(order)));
    assert.equal((await reservations(clients.ec2)).length, 1);
    await lose();
    const keys = account.owner_keys;
    const eager = new EC2Client({
      endpoint: cloud.url,
      region: 'us-east-1',
      credentials: { accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key },
    });
    await eager.send(new PurchaseReservedInstancesOfferingCommand(order));
    eager.destroy();
    assert.equal((await reservations(clients.ec2)).length, 3);
  });
});
