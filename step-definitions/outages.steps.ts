import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import type { Store } from '../world/outages';
import type { AcceptanceWorld } from '../world/world';

When("OptiInfra's {store} cannot be reached any more", async function (this: AcceptanceWorld, store: Store) {
  await this.outages.begin(store);
});

When("OptiInfra's {store} can be reached again", async function (this: AcceptanceWorld, store: Store) {
  await this.outages.end(store);
  this.memory.remember('act', Date.now());
});

When(
  "OptiInfra's {store} can be reached again, and has forgotten everything",
  async function (this: AcceptanceWorld, store: Store) {
    await this.outages.end(store);
    this.memory.remember('act', Date.now());
  },
);

Then(
  'OptiInfra should admit that its {store} is/are out of reach',
  async function (this: AcceptanceWorld, store: Store) {
    expect(await this.outages.admitted(), 'stores that OptiInfra says to be out of reach').to.deep.equal([store]);
  },
);

Then(
  "what {customer} asks of OptiInfra's {store} should be put off, not answered wrongly",
  async function (this: AcceptanceWorld, name: CastName, store: Store) {
    const refusal = await this.outages.putOff(this.customers.named(name), store);
    expect(refusal?.detail, `what ${name} is told`).to.match(/out of reach.*try again/i);
  },
);

Then(
  "work should have been put off for want of OptiInfra's {store}",
  async function (this: AcceptanceWorld, _store: Store) {
    await this.outages.isMissed();
  },
);

Given('{customer} has signed in a second time, and out again', async function (this: AcceptanceWorld, name: CastName) {
  const session = await this.renewals.signIn(this.customers.named(name));
  await this.renewals.signOut(session);
  this.memory.remember('session', session);
});

Then('the sign-in that {customer} has ended should stay ended', async function (this: AcceptanceWorld, name: CastName) {
  const isOpen = await this.renewals.isAlive(this.memory.recall('session'));
  expect(isOpen ? 'let in' : 'refused', `what becomes of ${name}'s sign-in that was ended`).to.equal('refused');
});
