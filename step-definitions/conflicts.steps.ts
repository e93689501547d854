import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { overlapping, showEnd } from '../world/conflicts';
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

const EVERYBODY = ['application', 'cost', 'orchestrator', 'performance', 'resource'];

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

When('{customer} approves the resolution', async function (this: AcceptanceWorld, _name: CastName) {
  await this.conflicts.approve(this.memory.recall('settlement'));
});

When(
  '{customer} approves the resolution and calls its first change off',
  async function (this: AcceptanceWorld, _name: CastName) {
    await this.conflicts.approve(this.memory.recall('settlement'));
    await this.conflicts.callOffFirst(this.memory.recall('settlement'));
  },
);

When('{customer} tries to approve the resolution', async function (this: AcceptanceWorld, _name: CastName) {
  await this.outcome.of(this.conflicts.approve(this.memory.recall('settlement')));
});

When('Olive tries to approve the resolution', async function (this: AcceptanceWorld) {
  await this.outcome.of(this.conflicts.approveAsOperator(this.memory.recall('settlement')));
});

When('an agent tries to approve the resolution', async function (this: AcceptanceWorld) {
  await this.outcome.of(this.conflicts.approveAsAgent(this.memory.recall('settlement')));
});

Then('a conflict should be found:', function (this: AcceptanceWorld, table: DataTable) {
  const { conflict_types } = this.memory.recall('settlement').resolution;
  expect(conflict_types.map(discordWords).sort(), 'ways in which the offers are in conflict').to.deep.equal(
    table.raw().flat().sort(),
  );
});

Then('no conflict should be found', function (this: AcceptanceWorld) {
  const { conflict_detected, reason } = this.memory.recall('settlement').resolution;
  expect(conflict_detected, `whether the offers are in conflict ("${reason}")`).to.equal(false);
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

Then(
  'the resolution should be carried out within {duration}',
  async function (this: AcceptanceWorld, deadline: Duration) {
    const { status, problem } = await this.conflicts.ended(this.memory.recall('settlement'), deadline);
    expect(status, `how the resolution ended (${problem ?? 'no problem'})`).to.equal('executed');
  },
);

Then('the resolution should be given up within {duration}', async function (this: AcceptanceWorld, deadline: Duration) {
  const { status } = await this.conflicts.ended(this.memory.recall('settlement'), deadline);
  expect(status, 'how the resolution ended').to.equal('stopped');
});

Then('all agents should have been told what was carried out', async function (this: AcceptanceWorld) {
  const told = await this.conflicts.told(this.memory.recall('settlement'), EVERYBODY);
  expect(told, 'who has been told').to.deep.equal(EVERYBODY);
});

Then('it should be refused because only the customer may approve', async function (this: AcceptanceWorld) {
  const { status } = this.outcome.refusal('the approval by somebody else');
  expect([401, 403], 'how the approval by somebody else was refused').to.include(status);
});

Then('it should be refused because nothing of it may be carried out', function (this: AcceptanceWorld) {
  const { detail } = this.outcome.refusal('the approval of what an agent has a veto on');
  expect(detail, 'why the approval was refused').to.match(/Nothing of this may be carried out/);
});

Then('it should be refused because these wait for each other:', function (this: AcceptanceWorld, table: DataTable) {
  const circle = this.conflicts.circle(
    this.offers.obtained,
    this.outcome.refusal('an order that goes round in a circle'),
  );
  expect([...circle].sort(), 'the circle that was named').to.deep.equal(table.raw().flat().sort());
});

Then("no change of {customer}'s should have begun", async function (this: AcceptanceWorld, name: CastName) {
  const begun = await this.conflicts.begun(this.memory.recall('settlement'));
  expect(
    begun.map(({ type }) => type),
    `changes of ${name} that have begun`,
  ).to.deep.equal([]);
});

Then(
  'two changes of {customer} should have run at the same time',
  async function (this: AcceptanceWorld, name: CastName) {
    const begun = await this.conflicts.begun(this.memory.recall('settlement'));
    expect(begun.map(showEnd), `changes of ${name}`).to.deep.equal(Array(2).fill('prefix caching: completed'));
    expect(overlapping(begun).length, 'changes that began before another had ended').to.equal(1);
  },
);

Then(
  'of {customer}, these changes should have begun:',
  async function (this: AcceptanceWorld, _name: CastName, table: DataTable) {
    const begun = await this.conflicts.begun(this.memory.recall('settlement'));
    expect(begun.map(showEnd), 'changes that have begun').to.deep.equal(table.raw().map((row) => row.join(': ')));
  },
);

Then(
  "{customer}'s audit trail should give the reason for:",
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const customer = this.customers.named(name);
    const given = table
      .raw()
      .flat()
      .map((decision) => this.trail.reasons(customer, DECISIONS[decision] ?? decision));
    const unreasoned = (await Promise.all(given)).map(
      (reasons) => reasons.length > 0 && reasons.every((reason) => reason !== ''),
    );
    expect(
      unreasoned,
      `whether each of the decisions has its reasons: ${table.raw().flat().join(', ')}`,
    ).to.not.include(false);
  },
);

Then(
  'all replicas of {machines} should run with prefix caching and weights of eight bits',
  async function (this: AcceptanceWorld, machines: readonly string[]) {
    const { customer } = this.memory.recall('settlement');
    const settings = await this.serving.settingsOn(customer, machines);
    expect(settings, 'prefix caching and quantization of each replica').to.deep.equal(settings.map(() => 'on, fp8'));
  },
);

Then(
  'the changes of {customer} should have been completed one after the other:',
  async function (this: AcceptanceWorld, _name: CastName, table: DataTable) {
    const begun = await this.conflicts.begun(this.memory.recall('settlement'));
    expect(begun.map(showEnd), 'changes in the order of their beginning').to.deep.equal(
      table.raw().map(([change]) => `${change}: completed`),
    );
    expect(overlapping(begun), 'changes that had begun before the one before them ended').to.deep.equal([]);
  },
);
