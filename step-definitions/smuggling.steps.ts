import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

When(
  '{smuggled} are sent wherever {customer}, an agent, Olive or anybody can send something',
  async function (this: AcceptanceWorld, what: string, name: CastName) {
    const others = this.customers.all.filter((each) => each.name !== name);
    this.memory.remember('standing', await this.inventory.of(others));
    this.memory.remember('smuggling', await this.smugglers.send(what, this.customers.subscriber(name)));
  },
);

Then(
  'OptiInfra should have answered each of them, in good time, as its contract says',
  function (this: AcceptanceWorld) {
    const { tried, wrong } = this.memory.recall('smuggling');
    expect(tried, 'requests that were sent').to.be.above(100);
    expect(wrong, `wrong answers to ${tried} requests`).to.deep.equal([]);
  },
);

Then('none of the answers should show an effect', function (this: AcceptanceWorld) {
  expect(this.memory.recall('smuggling').effects, 'answers that show an effect').to.deep.equal([]);
});

Then(
  "OptiInfra's records should be as they were, also those of {customer}",
  async function (this: AcceptanceWorld, name: CastName) {
    const now = await this.inventory.of([this.customers.subscriber(name)]);
    expect(now, 'what OptiInfra keeps, and where').to.deep.equal(this.memory.recall('standing'));
  },
);
