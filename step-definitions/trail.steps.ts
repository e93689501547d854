import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import { toTell } from '../world/rollout';
import { SOON } from '../world/trail';
import type { AcceptanceWorld } from '../world/world';

Then('the offer should be on record', async function (this: AcceptanceWorld) {
  const { id, type: offered } = this.memory.recall('offer');
  const offers = await this.trail.offers(id);
  expect(
    offers.map(({ type, status }) => ({ type, status })),
    'offers on record',
  ).to.deep.equal([{ type: offered, status: 'pending' }]);
});

Given(
  '{customer} has noted all that OptiInfra has on record of it',
  async function (this: AcceptanceWorld, name: CastName) {
    this.memory.remember('recordsBefore', await this.trail.records(this.customers.named(name)));
  },
);

Then('nothing that {customer} had noted should be lost', async function (this: AcceptanceWorld, name: CastName) {
  const now = new Set(await this.trail.records(this.customers.named(name)));
  const lost = this.memory.recall('recordsBefore').filter((record) => !now.has(record));
  expect(lost, `records of ${name} that are lost`).to.deep.equal([]);
});

Then('the approval should be on record', async function (this: AcceptanceWorld) {
  const approvals = await this.trail.approvals(this.memory.recall('offer').id);
  expect(
    approvals.map(({ decision }) => decision),
    'decisions on record',
  ).to.deep.equal(['approved']);
});

Then(
  '{customer} should have been told that {setback}',
  async function (this: AcceptanceWorld, name: CastName, reason: string) {
    const event = await this.trail.told(this.customers.named(name), 'optimization.rolled_back', SOON);
    expect(event.data.reason ?? 'none', `the reason that ${name} was told ("${event.message}")`).to.equal(reason);
  },
);

Then('{customer} should have been told of each step once', async function (this: AcceptanceWorld, name: CastName) {
  const rollout = this.memory.recall('rollout');
  const told = await this.trail.toldOfSteps(rollout);
  expect(told, `what ${name} was told of the steps`).to.deep.equal(toTell(await rollout.optimization()));
});

Then(
  '{customer} should have been told that the error budget is broken',
  async function (this: AcceptanceWorld, name: CastName) {
    const { message } = await this.trail.told(this.customers.named(name), 'error_budget.broken', SOON);
    const { result } = await this.memory.recall('rollout').optimization();
    const budget = result?.error_budget && (result.error_budget.kept ? 'kept' : 'broken');
    expect(budget, `the error budget by the migration's own result ("${message}")`).to.equal('broken');
  },
);

Then('the approval should be refused because the objective would be missed', function (this: AcceptanceWorld) {
  this.outcome.refusedWith('the approval of machines that are too small', [409], /beyond the objective/i);
});

Then('the approval should be refused because the offer is {word}', function (this: AcceptanceWorld, state: string) {
  this.outcome.refusedWith(`the approval of an offer that is ${state}`, [409], new RegExp(state, 'i'));
});
