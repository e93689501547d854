import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { discordWords } from '../world/discords';
import type { AcceptanceWorld } from '../world/world';

/** What the audit trail calls the decisions that features speak of. */
const DECISIONS: Readonly<Record<string, string>> = {
  'the conflict that was found': 'conflict.detected',
  'how it is settled': 'conflict.resolved',
  'what is left out': 'recommendation.left_out',
  'the approval': 'resolution.approved',
  'the end': 'resolution.executed',
};

When(
  '{customer} asks OptiInfra to settle what it has been offered',
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.named(name);
    this.memory.remember('settlement', await this.conflicts.settle(customer, this.offers.obtained));
  },
);

Given('OptiInfra has settled what {customer} has been offered', async function (this: AcceptanceWorld, name: CastName) {
  const customer = this.customers.named(name);
  this.memory.remember('settlement', await this.conflicts.settle(customer, this.offers.obtained));
});

When(
  '{customer} asks for all that it has been offered, in this order:',
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const customer = this.customers.named(name);
    await this.outcome.of(this.conflicts.settle(customer, this.offers.obtained, table.hashes()));
  },
);

Then('a conflict should be found:', function (this: AcceptanceWorld, table: DataTable) {
  const { conflict_types } = this.memory.recall('settlement').resolution;
  expect(conflict_types.map(discordWords).sort(), 'ways in which the offers are in conflict').to.deep.equal(
    table.raw().flat().sort(),
  );
});

Then('no conflict should be found', function (this: AcceptanceWorld) {
  const { conflict_detected, reason } = this.memory.recall('settlement').resolution;
  expect(conflict_detected ? 'in conflict' : 'none', `the conflict between the offers ("${reason}")`).to.equal('none');
});

Then('it should be settled by {strategy}', function (this: AcceptanceWorld, strategy: string) {
  const { resolution_strategy, reason } = this.memory.recall('settlement').resolution;
  expect(resolution_strategy, `how the conflict is settled ("${reason}")`).to.equal(strategy);
});

Then('{changes} should be carried out', function (this: AcceptanceWorld, changes: readonly string[]) {
  const order = this.conflicts.order(this.memory.recall('settlement'));
  expect(order, 'changes that are carried out').to.deep.equal(changes);
});

Then('{changes} should be left out', function (this: AcceptanceWorld, changes: readonly string[]) {
  const leftOut = this.conflicts.leftOut(this.memory.recall('settlement'));
  expect(leftOut, 'changes that are left out').to.deep.equal([...changes].sort());
});

Then('only {machines} should move', function (this: AcceptanceWorld, machines: readonly string[]) {
  const part = this.conflicts.part(this.memory.recall('settlement'));
  expect(part, 'machines that move').to.deep.equal([...machines].sort());
});

Then(
  '{change} should be left out because of the veto of the application agent',
  function (this: AcceptanceWorld, change: Change) {
    const reason = this.conflicts.whyLeftOut(this.memory.recall('settlement'), change);
    expect(reason, `why ${change.name} is left out`).to.match(/application agent has a veto/);
  },
);

Then('it should be refused because these wait for each other:', function (this: AcceptanceWorld, table: DataTable) {
  const circle = this.conflicts.circle(
    this.offers.obtained,
    this.outcome.refusal('an order that goes round in a circle'),
  );
  expect([...circle].sort(), 'the circle that was named').to.deep.equal(table.raw().flat().sort());
});

Then(
  "{customer}'s audit trail should give the reason for:",
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const decisions = table
      .raw()
      .flat()
      .map((words) => DECISIONS[words] ?? words);
    const unreasoned = await this.trail.unreasoned(this.customers.named(name), decisions);
    expect(unreasoned, `decisions of which ${name}'s audit trail gives no reason`).to.deep.equal([]);
  },
);
