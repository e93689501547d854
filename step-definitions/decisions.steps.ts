import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { holder } from '../world/decisions';
import type { AcceptanceWorld } from '../world/world';

When(
  '{customer} approves {change} {int} times at the same instant',
  async function (this: AcceptanceWorld, name: CastName, change: Change, times: number) {
    const offer = this.offers.spokenOf(this.memory.recall('offer'), change);
    this.memory.remember('decided', await this.decisions.approveAtOnce(this.customers.named(name), offer, times));
  },
);

When(
  '{customer} approves and rejects {change} at the same instant',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const offer = this.offers.spokenOf(this.memory.recall('offer'), change);
    this.memory.remember('decided', await this.decisions.approveAndReject(this.customers.named(name), offer));
  },
);

Then('all {int} approvals should have answered the same change', function (this: AcceptanceWorld, times: number) {
  const answers = this.memory.recall('decided').map(({ change, refusal }) => refusal?.message ?? change);
  const [first] = answers;
  expect(answers, 'what the approvals have answered').to.deep.equal(Array.from({ length: times }, () => first));
  expect(first, 'the change that the approvals have answered').to.match(/^[\da-f-]{36}$/);
});

Then(
  'just one of the two should have held, and the other should have been refused because of it',
  function (this: AcceptanceWorld) {
    const { held, refused } = holder(this.memory.recall('decided'));
    const told = refused.refusal?.message;
    expect(told, 'how the other was refused').to.match(new RegExp(`refused \\(409\\): .*${held.decision}`));
  },
);

Then(
  'OptiInfra should have on record of {customer} what held, and nothing else',
  async function (this: AcceptanceWorld, name: CastName) {
    const { held } = holder(this.memory.recall('decided'));
    const expected = { decisions: [held.decision], changes: held.decision === 'approved' ? 1 : 0 };
    const found = await this.decisions.onRecord(this.memory.recall('offer'));
    expect(found, `what is on record of ${name}'s decision`).to.deep.equal(expected);
  },
);
