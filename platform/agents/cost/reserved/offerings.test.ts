import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeEc2 } from '../../shared/testing/fake-ec2.ts';
import { sold } from '../../shared/testing/offerings.ts';
import { offeringsOf, termsOf } from './offerings.ts';

/** What the cloud sells for a machine of $30,000 a month. */
async function onSale() {
  const ec2 = fakeEc2({ DescribeReservedInstancesOfferings: () => ({ ReservedInstancesOfferings: sold() }) });
  return offeringsOf({ ec2, region: 'us-east-1' }, 'p4d.24xlarge');
}

test('p4d.24xlarge breaks even in month 9, 8, 8 of a year, and in month 18, 17, 15 of three', async () => {
  const terms = (await onSale()).map((offering) => termsOf(offering, 1, 3_000_000));
  assert.deepEqual(
    terms.map((one) => [one.term_years, one.upfront, one.monthly, one.commitment, one.savings, one.break_even_month]),
    [
      [1, 0, 21_000, 252_000, 9_000, 9],
      [1, 117_000, 9_750, 234_000, 10_500, 8],
      [1, 216_000, 0, 216_000, 12_000, 8],
      [3, 0, 15_000, 540_000, 15_000, 18],
      [3, 243_000, 6_750, 486_000, 16_500, 17],
      [3, 432_000, 0, 432_000, 18_000, 15],
    ],
  );
});

test('two machines cost twice as much and break even in the same month', async () => {
  const [first] = await onSale();
  assert.ok(first);
  assert.deepEqual(termsOf(first, 2, 3_000_000), {
    term_years: 1,
    payment_option: 'no_upfront',
    upfront: 0,
    monthly: 42_000,
    commitment: 504_000,
    savings: 18_000,
    break_even_month: 9,
  });
});

test('other terms than one or three years are none that anybody is offered', async () => {
  const odd = sold().map((offering) => ({ ...offering, Duration: 86_400 }));
  const ec2 = fakeEc2({ DescribeReservedInstancesOfferings: () => ({ ReservedInstancesOfferings: odd }) });
  assert.deepEqual(await offeringsOf({ ec2, region: 'us-east-1' }, 'p4d.24xlarge'), []);
});
