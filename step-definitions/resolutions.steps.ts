import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import { overlapping, showEnd } from '../world/conflicts';
import type { AcceptanceWorld } from '../world/world';

const EVERYBODY = ['application', 'cost', 'orchestrator', 'performance', 'resource'];

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

Then('the resolution should be carried out within {duration}', carriedOut);

Then('all that was approved together should be carried out within {duration}', carriedOut);

Then('the resolution should be given up within {duration}', async function (this: AcceptanceWorld, deadline: Duration) {
  const { status } = await this.conflicts.ended(this.memory.recall('settlement'), deadline);
  expect(status, 'how the resolution ended').to.equal('stopped');
});

Then('all agents should have been told what was carried out', async function (this: AcceptanceWorld) {
  const told = await this.conflicts.told(this.memory.recall('settlement'), EVERYBODY);
  expect(told, 'who has been told').to.deep.equal(EVERYBODY);
});

Then('it should be refused because only the customer may approve', async function (this: AcceptanceWorld) {
  this.outcome.refusedWith('the approval by somebody else', [401, 403]);
});

Then('it should be refused because nothing of it may be carried out', function (this: AcceptanceWorld) {
  const act = 'the approval of what an agent has a veto on';
  this.outcome.refusedWith(act, [409], /Nothing of this may be carried out/);
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
  'all replicas of {machines} should run with prefix caching and weights of eight bits',
  async function (this: AcceptanceWorld, machines: readonly string[]) {
    const { customer } = this.memory.recall('settlement');
    const tuning = await this.serving.tuning(customer, machines);
    expect(tuning, 'prefix caching and bits of each replica').to.deep.equal(
      tuning.map(() => ({ prefixCaching: true, bits: 8 })),
    );
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

async function carriedOut(this: AcceptanceWorld, deadline: Duration): Promise<void> {
  const { status, problem } = await this.conflicts.ended(this.memory.recall('settlement'), deadline);
  expect(status, `how what was approved ended (${problem ?? 'no problem'})`).to.equal('executed');
}
