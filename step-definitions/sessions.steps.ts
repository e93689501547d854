import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Given('tokens of OptiInfra are good for {duration} only', async function (this: AcceptanceWorld, lifetime: Duration) {
  await this.operations.shortenTokens(lifetime);
});

When('{customer} signs in once more', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('session', await this.renewals.signIn(this.customers.subscriber(name)));
});

When("the time of {customer}'s token has passed", async function (this: AcceptanceWorld, name: CastName) {
  await this.renewals.over(this.customers.subscriber(name));
});

When("{customer}'s session is renewed twice by the same means", async function (this: AcceptanceWorld, name: CastName) {
  const session = await this.renewals.signIn(this.customers.subscriber(name));
  this.memory.remember('session', await this.renewals.renew(session));
  await this.outcome.of(this.renewals.renew(session));
});

Then('the token should be good for an hour by the calendar', function (this: AcceptanceWorld) {
  expect(this.renewals.lifetime(this.memory.recall('session')), 'seconds for which a token is good').to.be.within(
    3590,
    3601,
  );
});

Then('{customer} should have to sign in again', async function (this: AcceptanceWorld, name: CastName) {
  const customer = this.customers.subscriber(name);
  const isOpen = await this.renewals.isOpen(customer, customer.own.accessToken);
  expect(isOpen ? 'let in' : 'refused', 'what becomes of whoever shows the expired token').to.equal('refused');
});

Then('the second renewal should be refused', function (this: AcceptanceWorld) {
  this.outcome.refusedWith('a renewal by means that were used before', [401]);
});

Then('the session should be over for whoever renewed it first', async function (this: AcceptanceWorld) {
  const isAlive = await this.renewals.isAlive(this.memory.recall('session'));
  expect(isAlive ? 'goes on' : 'over', 'the session whose means of renewal were used twice').to.equal('over');
});

Then(
  "{customer}'s audit trail should tell of a session that ended",
  async function (this: AcceptanceWorld, name: CastName) {
    const actions = (await this.safety.trail(this.customers.subscriber(name))).map(({ action }) => action);
    expect(actions, `what ${name}'s audit trail tells`).to.include('session.ended');
  },
);
