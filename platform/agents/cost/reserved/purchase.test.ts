import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateTagsCommandInput, PurchaseReservedInstancesOfferingCommandInput } from '@aws-sdk/client-ec2';
import { described, ec2Error, fakeEc2 } from '../../shared/testing/fake-ec2.ts';
import { machine } from '../../shared/testing/machine.ts';
import { sold } from '../../shared/testing/offerings.ts';
import { buyReservation, type Order } from './purchase.ts';

const order: Order = {
  optimizationId: '6a3c7cb0-0000-4000-8000-000000000001',
  instanceIds: ['i-1'],
  termYears: 1,
  paymentOption: 'no_upfront',
  commitment: 252_000,
  known: [],
};

test('the agreed terms are bought once, marked, and in force when answered', async () => {
  const shop = shopWith();
  assert.equal(await buyReservation(order, shop), 'bought-1');
  assert.deepEqual(shop.orders, [{ ReservedInstancesOfferingId: '1 No Upfront', InstanceCount: 1 }]);
  assert.deepEqual(shop.bought[0]?.Tags, [{ Key: 'optiinfra:optimization', Value: order.optimizationId }]);
  assert.equal(await buyReservation(order, shop), 'bought-1');
  assert.equal(shop.orders.length, 1);
});

test('a purchase whose answer was lost is found, not made again', async () => {
  const shop = shopWith({ answers: [new Error('socket hang up')] });
  assert.equal(await buyReservation(order, shop), 'bought-1');
  assert.equal(shop.orders.length, 1);
});

test('a purchase that was made but not marked before a crash is found by not having been there before', async () => {
  const shop = shopWith({ present: [alike('mine'), alike('older')] });
  assert.equal(await buyReservation({ ...order, known: ['older'] }, shop), 'mine');
  assert.deepEqual(shop.orders, []);
});

test('reservations that were there before, that differ, or that belong to another change are not taken for it', async () => {
  const others = [
    alike('known'),
    { ...alike('two'), InstanceCount: 2 },
    { ...alike('prepaid'), OfferingType: 'All Upfront' },
    { ...alike('long'), Duration: 3 * year },
    { ...alike('failed'), State: 'payment-failed' },
    { ...alike('other'), Tags: [{ Key: 'optiinfra:optimization', Value: 'another' }] },
  ];
  const shop = shopWith({ present: others });
  assert.equal(await buyReservation({ ...order, known: ['known'] }, shop), 'bought-1');
});

test('a purchase that never arrived is given up after some looks, to be tried again', async () => {
  const shop = shopWith({ answers: [new Error('connect ETIMEDOUT')], arrives: false });
  await assert.rejects(buyReservation(order, shop), /ETIMEDOUT/);
  assert.equal(shop.orders.length, 1);
});

test('a refusal by EC2 is one at once', async () => {
  const refusal = Object.assign(ec2Error('InstanceLimitExceeded'), { $metadata: { httpStatusCode: 400 } });
  const shop = shopWith({ answers: [refusal], arrives: false });
  await assert.rejects(buyReservation(order, shop), { name: 'InstanceLimitExceeded' });
});

test('nothing is bought that costs more than was promised, or is no longer on sale', async () => {
  const dearer = shopWith({ monthly: 30_001 });
  await assert.rejects(buyReservation(order, dearer), { code: 'price_changed', retryable: false });
  await assert.rejects(buyReservation(order, shopWith({ monthly: 0 })), { code: 'no_offering' });
  assert.deepEqual(dearer.orders, []);
});

test('nothing is bought for a machine that does not run any more', async () => {
  await assert.rejects(buyReservation({ ...order, instanceIds: ['i-1', 'i-9'] }, shopWith()), {
    code: 'unknown_instance',
  });
});

test('a payment that fails is told, and is not tried again', async () => {
  const shop = shopWith({ paid: 'payment-failed' });
  await assert.rejects(buyReservation(order, shop), { code: 'payment_failed', retryable: false });
});

const year = 365 * 24 * 3600;

interface Stock {
  /** Reservations that there are already. */
  readonly present?: readonly object[];
  /** Errors that the first purchases end in. */
  readonly answers?: readonly Error[];
  /** Whether a purchase that ends in an error was made nevertheless. */
  readonly arrives?: boolean;
  readonly monthly?: number;
  /** The state after the payment. */
  readonly paid?: string;
}

interface Bought {
  State: string;
  Tags?: unknown;
}

/** An account with one machine, whose purchases are pending for one look. */
function shopWith({ present = [], answers = [], arrives = true, monthly = 30_000, paid = 'active' }: Stock = {}) {
  const orders: unknown[] = [];
  const bought: (Bought & ReturnType<typeof alike>)[] = [];
  const errors = [...answers];
  const ec2 = fakeEc2({
    DescribeInstances: () => described([machine()]),
    DescribeReservedInstancesOfferings: () => ({ ReservedInstancesOfferings: monthly > 0 ? sold(monthly) : [] }),
    DescribeReservedInstances: () => {
      const listed = bought.map((one) => ({ ...one }));
      for (const one of bought) one.State = paid;
      return { ReservedInstances: [...present, ...listed] };
    },
    PurchaseReservedInstancesOffering: (input) => {
      orders.push(input as PurchaseReservedInstancesOfferingCommandInput);
      const error = errors.shift();
      if (!error || arrives) bought.push({ ...alike(`bought-${bought.length + 1}`), State: 'payment-pending' });
      if (error) throw error;
      return { ReservedInstancesId: `bought-${bought.length}` };
    },
    CreateTags: (input) => {
      for (const one of bought) one.Tags = (input as CreateTagsCommandInput).Tags;
      return {};
    },
  });
  return { account: { ec2, region: 'us-east-1' }, till: ec2, patience: { limit: 1000, interval: 1 }, orders, bought };
}

/** A reservation such as the order makes. */
function alike(id: string) {
  return {
    ReservedInstancesId: id,
    InstanceType: 'p4d.24xlarge',
    InstanceCount: 1,
    State: 'active',
    Scope: 'Region',
    Duration: year,
    OfferingType: 'No Upfront',
    ProductDescription: 'Linux/UNIX',
  };
}
