import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import { showAgent } from '../world/portfolio';
import type { AcceptanceWorld } from '../world/world';

/** Two heartbeats of an agent. */
const TWO_HEARTBEATS = Duration.parse('2 minutes');

When('all four agents analyse what {customer} runs', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await this.portfolio.analyse(this.customers.named(name));
});

When(
  '{customer} approves what saves most of what all agents agree to',
  async function (this: AcceptanceWorld, name: CastName) {
    const best = this.portfolio.best(this.memory.recall('offers'));
    this.memory.remember('act', Date.now());
    this.memory.remember('offer', best);
    this.memory.remember('rollout', await this.rollouts.approve(this.customers.named(name), best));
  },
);

Then(
  '{customer} should have been offered within {duration}:',
  async function (this: AcceptanceWorld, name: CastName, deadline: Duration, table: DataTable) {
    const customer = this.customers.named(name);
    const since = this.memory.recall('act');
    const offers = await this.portfolio.offered(customer, table.raw().length, deadline, since);
    const lines = this.portfolio.lines(customer, offers).map(String);
    expect(lines.toSorted(), `what ${name} is offered`).to.deep.equal(table.raw().map(String).toSorted());
    this.memory.remember('offers', offers);
  },
);

Then('all four agents should be watching over {customer}', watching);

Then('all four agents should still be watching over {customer}', watching);

async function watching(this: AcceptanceWorld, name: CastName): Promise<void> {
  const agents = await this.portfolio.watched(this.customers.named(name), Date.now(), TWO_HEARTBEATS);
  expect(agents.map(showAgent), `how the agents of ${name} are`).to.deep.equal(
    agents.map(({ agent_type }) => `${agent_type} active`),
  );
}
