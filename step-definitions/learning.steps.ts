import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { situation } from '../world/learning';
import { assertEnd, showProgress } from '../world/rollout';
import type { AcceptanceWorld } from '../world/world';

Given('{customer} runs six machines that can bear an interruption', function (this: AcceptanceWorld, name: CastName) {
  this.customers.expect(name, { fleet: 'six machines' });
});

Given(
  '{customer} has had {change} rolled back because {setback}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, reason: string) {
    const { offer, ended } = await this.learning.liveThrough(this.customers.named(name), change);
    expect(
      { status: ended.status, reason: ended.result?.reason },
      `end of the ${change.name} (${showProgress(ended)})`,
    ).to.deep.equal({ status: 'rolled_back', reason });
    this.memory.remember('offer', offer);
  },
);

Given(
  '{customer} has had {change} completed for {machines}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, machines: readonly string[]) {
    const { rollout, ended } = await this.learning.liveThrough(this.customers.named(name), change, machines);
    assertEnd(change, ended, 'completed');
    this.memory.remember('rollout', rollout);
  },
);

Then(
  '{customer} should be offered {change} with less confidence than before',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const before = this.learning.confidence(this.offers.spokenOf(this.memory.recall('offer'), change));
    const offer = await this.offers.validated(this.customers.named(name), this.memory.recall('analysis'), change);
    this.thresholds.lessThan(`the confidence in the ${change.name} is`, this.learning.confidence(offer), before);
    this.memory.remember('offer', offer);
  },
);

Then(
  '{customer} should be offered {change} for {machines} with more confidence than before',
  async function (this: AcceptanceWorld, name: CastName, change: Change, machines: readonly string[]) {
    const before = this.learning.confidence(this.offers.spokenOf(this.memory.recall('offer'), change));
    const customer = this.customers.named(name);
    const offer = await this.offers.validated(customer, this.memory.recall('analysis'), change, machines);
    this.thresholds.moreThan(`the confidence in the ${change.name} is`, this.learning.confidence(offer), before);
    this.memory.remember('offer', offer);
  },
);

Then(
  "{customer} should be offered {change} for {machines} with just the confidence of {customer}'s first offer",
  async function (
    this: AcceptanceWorld,
    name: CastName,
    change: Change,
    machines: readonly string[],
    _other: CastName,
  ) {
    const first = this.learning.confidence(this.offers.spokenOf(this.memory.recall('offer'), change));
    const customer = this.customers.named(name);
    const offer = await this.offers.validated(customer, this.memory.recall('analysis'), change, machines);
    this.thresholds.exactly(`the confidence in ${name}'s ${change.name} is`, this.learning.confidence(offer), first);
  },
);

Given('the outcome is remembered as a success of {customer}', async function (this: AcceptanceWorld, name: CastName) {
  const { optimizationId } = this.memory.recall('rollout');
  const { success } = await this.learning.outcome(optimizationId);
  expect(success ? 'success' : 'failure', `what the change of ${name} is recorded as`).to.equal('success');
});

Then(
  'the outcome should be remembered as a success of {customer}',
  async function (this: AcceptanceWorld, name: CastName) {
    const { optimizationId } = this.memory.recall('rollout');
    const { success, stored_in_vector_db } = await this.learning.outcome(optimizationId);
    expect({ success, stored_in_vector_db }, 'record of the outcome').to.deep.equal({
      success: true,
      stored_in_vector_db: true,
    });
    const memories = await this.learning.memories(this.customers.named(name), optimizationId);
    expect(
      memories.map((memory) => memory.success),
      `what is remembered of ${name}'s migration`,
    ).to.deep.equal([true]);
  },
);

Then(
  'the outcome should be remembered with {instances} of type {word}, {percent} off and {percent} interruptions',
  async function (this: AcceptanceWorld, count: number, type: string, discount: Percent, interruptions: Percent) {
    const { customer, optimizationId } = this.memory.recall('rollout');
    const memories = await this.learning.memories(customer, optimizationId);
    expect(memories.map(situation), `what is remembered of ${customer.name}'s migration`).to.deep.equal([
      {
        success: true,
        machines: count,
        instance_type: type,
        discount: discount.share,
        interruption_rate: interruptions.share,
      },
    ]);
  },
);
