import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import { differing } from '../world/figures';
import type { AcceptanceWorld } from '../world/world';

/** By how much a figure may differ, relative: samples of a minute do not fall on the same seconds. */
const TOLERANCE = 0.02;

When('{customer} begins with OptiInfra', async function (this: AcceptanceWorld, name: CastName) {
  await this.customers.join(name);
});

Then(
  'OptiInfra should report just {int} days of spend before that to {customer}, each as the bill of those days',
  async function (this: AcceptanceWorld, days: number, name: CastName) {
    const customer = this.customers.named(name);
    const { total } = await this.spend.bill(customer);
    const reported = (await this.figures.spendBefore(customer)).map(String);
    expect(reported, `spend of the days before that is reported to ${name}`).to.deep.equal(
      Array.from({ length: days }, () => String(total)),
    );
  },
);

Then(
  'OptiInfra should report the use of each machine of {customer} in each of the last 24 hours as the cloud tells it',
  async function (this: AcceptanceWorld, name: CastName) {
    const compared = await this.figures.useByHour(this.customers.named(name));
    expect(differing(compared, TOLERANCE), `use of ${name}'s machines`).to.deep.equal([]);
  },
);

Then(
  'OptiInfra should report the latency of each model of {customer} as the model itself tells it',
  async function (this: AcceptanceWorld, name: CastName) {
    const compared = await this.figures.latencyByModel(this.customers.named(name));
    expect(differing(compared, TOLERANCE), `P95 of ${name}'s models, in seconds`).to.deep.equal([]);
  },
);
