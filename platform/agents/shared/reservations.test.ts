import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  areBound,
  billedPrices,
  commitmentOf,
  coverage,
  monthsOf,
  reservationsIn,
  unusedCost,
} from './reservations.ts';
import { fakeEc2 } from './testing/fake-ec2.ts';
import { machine } from './testing/machine.ts';
import { reservation } from './testing/reservation.ts';

const three = ['i-1', 'i-2', 'i-3'].map((instanceId) => machine({ instanceId }));
const urgent = machine({ instanceId: 'i-4', latencyCritical: true });
const four = [...three, urgent];
const prices = new Map(four.map(({ instanceId }) => [instanceId, 3_000_000]));

test('a reservation covers as many machines as were reserved, urgent ones first, and spot machines never', () => {
  assert.deepEqual([...coverage(four, [reservation({ count: 2 })]).keys()], ['i-4', 'i-1']);
  assert.deepEqual([...coverage([machine({ market: 'spot' })], [reservation()]).keys()], []);
  assert.deepEqual([...coverage(four, [reservation({ instanceType: 'g5.48xlarge' })]).keys()], []);
  assert.deepEqual([...coverage(four, [reservation({ state: 'retired' })]).keys()], []);
});

test('what holds in one zone only is used up before what holds anywhere', () => {
  const [anywhere, here] = [reservation({ id: 'anywhere' }), reservation({ id: 'here', zone: 'us-east-1a' })];
  const elsewhere = machine({ instanceId: 'i-9', zone: 'us-east-1b' });
  const covered = coverage([machine(), elsewhere], [anywhere, here]);
  assert.deepEqual([covered.get('i-1')?.id, covered.get('i-9')?.id], ['here', 'anywhere']);
});

test('a machine that a reservation covers is billed at its price; what no machine uses is owed all the same', () => {
  const billed = billedPrices(four, prices, [reservation()]);
  assert.deepEqual([billed.get('i-4'), billed.get('i-1')], [2_100_000, 3_000_000]);
  assert.equal(unusedCost(four, [reservation({ count: 4 })]), 0);
  assert.equal(unusedCost(four, [reservation({ count: 6 })]), 2 * 2_100_000);
  assert.equal(unusedCost([], [reservation({ count: 2 }), reservation({ id: 'r-2', state: 'retired' })]), 4_200_000);
});

test('machines are bound as long as without them a reservation would cover nothing', () => {
  assert.equal(areBound(three, four, [reservation({ count: 1 })]), false);
  assert.equal(areBound(three, four, [reservation({ count: 2 })]), true);
  assert.equal(areBound([urgent], four, [reservation({ count: 4 })]), true);
  assert.equal(areBound(three, three, [reservation({ count: 1, instanceType: 'g5.48xlarge' })]), false);
});

test('what is paid up front is spread over the months of the term', () => {
  const year = 365 * 24 * 3600;
  assert.equal(monthsOf(year), 12);
  assert.equal(commitmentOf({ fixedPrice: 117_000, hourly: 13.3561643836, duration: year }), 23_400_000);
});

test('reservations are read as EC2 states them', async () => {
  const half = {
    ReservedInstancesId: 'r-1',
    InstanceType: 'p4d.24xlarge',
    InstanceCount: 2,
    State: 'active',
    Scope: 'Region',
    Duration: 365 * 24 * 3600,
    OfferingType: 'Partial Upfront',
    FixedPrice: 117_000,
    UsagePrice: 0,
    RecurringCharges: [{ Frequency: 'Hourly', Amount: 13.3561643836 }],
    ProductDescription: 'Linux/UNIX',
    Tags: [{ Key: 'optiinfra:optimization', Value: 'o-1' }],
  };
  const windows = { ...half, ProductDescription: 'Windows' };
  const ec2 = fakeEc2({ DescribeReservedInstances: () => ({ ReservedInstances: [half, windows] }) });
  const [found, ...others] = await reservationsIn({ ec2, region: 'us-east-1' });
  assert.deepEqual(others, []);
  assert.deepEqual(found, {
    id: 'r-1',
    instanceType: 'p4d.24xlarge',
    zone: undefined,
    count: 2,
    state: 'active',
    duration: 31_536_000,
    paymentOption: 'Partial Upfront',
    monthly: 1_950_000,
    tags: new Map([['optiinfra:optimization', 'o-1']]),
  });
});
