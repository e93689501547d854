import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName, Plan } from '../world/cast';
import { assertPromisesKept, countOf, showAttempt, untried } from '../world/odd-input';
import type { AcceptanceWorld } from '../world/world';

Given(
  '{customer} is a customer on the plan {word}',
  async function (this: AcceptanceWorld, name: CastName, plan: Plan) {
    this.customers.expect(name, { plan });
    await this.customers.join(name);
  },
);

When(
  '{customer} sends ordinary and odd input to everything that OptiInfra serves, aiming at {customer}, too',
  async function (this: AcceptanceWorld, sender: CastName, other: CastName) {
    const aimedAt = this.customers.named(other);
    this.memory.remember('belongings', await this.possessions.contents(aimedAt));
    const attempt = await this.oddInput.send(this.customers.subscriber(sender), aimedAt);
    this.memory.remember('attempt', attempt);
    this.log(showAttempt(attempt));
  },
);

Then('OptiInfra should have answered each of them as promised', function (this: AcceptanceWorld) {
  assertPromisesKept(this.memory.recall('attempt'));
});

Then(
  'everything that OptiInfra serves should have been tried, with {int} inputs at least',
  function (this: AcceptanceWorld, least: number) {
    const attempt = this.memory.recall('attempt');
    expect(untried(attempt), 'what OptiInfra serves and nobody tried').to.deep.equal([]);
    this.thresholds.atLeast('inputs that were answered are', countOf(attempt).answered, least);
  },
);

Then("nothing of {customer}'s should have changed", async function (this: AcceptanceWorld, name: CastName) {
  const now = await this.possessions.contents(this.customers.named(name));
  expect(now, `what belongs to ${name}`).to.deep.equal(this.memory.recall('belongings'));
});
