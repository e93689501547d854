import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  'whatever OptiInfra has on record of {customer} should be true of what there is',
  async function (this: AcceptanceWorld, name: CastName) {
    const untrue = await this.references.untrue(this.customers.named(name));
    expect(untrue, `what is on record of ${name} and not true`).to.deep.equal([]);
  },
);

Given('{customer} is known in every store of OptiInfra', async function (this: AcceptanceWorld, name: CastName) {
  const places = (await this.traces.of(this.customers.named(name))).join(', ');
  for (const store of ['PostgreSQL', 'ClickHouse', 'Qdrant'])
    expect(places, `where there is something of ${name}`).to.include(store);
});

When('Olive lets {customer} go', async function (this: AcceptanceWorld, name: CastName) {
  await this.traces.letGo(this.customers.subscriber(name));
});

When(
  'Olive lets {customer} go, and only then the agents answer',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.traces.letGo(this.customers.subscriber(name));
    this.agents.letAnswer();
  },
);

Then('nothing of {customer} should be left in any store', async function (this: AcceptanceWorld, name: CastName) {
  await this.traces.vanish(this.customers.subscriber(name));
});

Then(
  'the audit trail should still tell what was done for {customer}, and that it left',
  async function (this: AcceptanceWorld, name: CastName) {
    const actions = await this.traces.audited(this.customers.subscriber(name));
    expect(actions, `what the audit trail tells of ${name}`).to.include('customer.signed_up');
    expect(actions.at(-1), `the end of the audit trail of ${name}`).to.equal('customer.removed');
  },
);
