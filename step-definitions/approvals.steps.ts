import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import type { Channel } from '../world/channels';
import type { AcceptanceWorld } from '../world/world';

When(
  '{customer} rejects {change} {channel} because {string}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, channel: Channel, reason: string) {
    const offer = this.offers.spokenOf(this.memory.recall('offer'), change);
    await this.channels.reject(this.customers.named(name), channel, offer, reason);
  },
);

Given('{customer} has rejected {change}', async function (this: AcceptanceWorld, name: CastName, change: Change) {
  const offer = this.offers.spokenOf(this.memory.recall('offer'), change);
  await this.approvals.reject(this.customers.named(name), offer, 'not now');
});

When(
  '{customer} approves {changes} together {channel}',
  async function (this: AcceptanceWorld, name: CastName, changes: readonly string[], channel: Channel) {
    const { obtained } = this.offers;
    const settled = await this.channels.together(this.customers.named(name), channel, obtained, changes);
    this.memory.remember('settlement', settled);
  },
);

When(
  '{customer} tries to approve {changes} together',
  async function (this: AcceptanceWorld, name: CastName, changes: readonly string[]) {
    await this.outcome.of(this.approvals.together(this.customers.named(name), this.offers.obtained, changes));
  },
);

When('{customer} approves {change} twice', async function (this: AcceptanceWorld, name: CastName, change: Change) {
  this.memory.remember('act', Date.now());
  const offer = this.offers.spokenOf(this.memory.recall('offer'), change);
  const rollout = await this.rollouts.approve(this.customers.named(name), offer);
  this.memory.remember('rollout', rollout);
  this.memory.remember('again', await this.approvals.again(rollout, offer));
});

Given('offers of OptiInfra stay open for {duration} only', async function (this: AcceptanceWorld, lifetime: Duration) {
  await this.operations.shortenOffers(lifetime);
});

When(
  "the time in which {customer}'s offer may be approved has passed",
  async function (this: AcceptanceWorld, name: CastName) {
    await this.approvals.expired(this.customers.named(name), this.memory.recall('offer'));
  },
);

Then(
  'the rejection should be on record with its reason, {string}',
  async function (this: AcceptanceWorld, reason: string) {
    const [approval, ...others] = await this.trail.approvals(this.memory.recall('offer').id);
    expect(others, 'further decisions on record').to.deep.equal([]);
    expect([approval?.decision, approval?.reason], 'decision on record, and its reason').to.deep.equal([
      'rejected',
      reason,
    ]);
  },
);

Then('the approval should be refused because only one of them can be had', function (this: AcceptanceWorld) {
  this.outcome.refusedWith('the approval of offers that exclude each other', [409], /for different ends|contradict/i);
});

Then(
  '{change} should still wait for {customer}',
  async function (this: AcceptanceWorld, change: Change, name: CastName) {
    const state = await this.approvals.stateOf(this.customers.named(name), this.offers.obtained, change);
    expect(state, `what became of the offer of ${change.name} to ${name}`).to.equal('pending');
  },
);

Then('no change of {customer} should have begun', async function (this: AcceptanceWorld, name: CastName) {
  const begun = await this.customers.named(name).call('listOptimizations');
  expect(
    begun.map(({ type, status }) => `${type}: ${status}`),
    `changes of ${name} that have begun`,
  ).to.deep.equal([]);
});

Then('both approvals should have answered the same change', function (this: AcceptanceWorld) {
  const { optimizationId } = this.memory.recall('rollout');
  expect(this.memory.recall('again'), 'the change that the second approval answers').to.equal(optimizationId);
});

Then('{customer} should have just one change', async function (this: AcceptanceWorld, name: CastName) {
  const begun = await this.customers.named(name).call('listOptimizations');
  expect(begun.length, `changes of ${name}`).to.equal(1);
});

Then(
  "{customer}'s offer should stay open for {duration}",
  function (this: AcceptanceWorld, name: CastName, promised: Duration) {
    const open = this.approvals.lifetime(this.memory.recall('offer'));
    this.thresholds.exactly(`the offer to ${name} stays open for`, open, promised);
  },
);
