import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import { breaksIn } from '../world/security/seals';
import type { AcceptanceWorld } from '../world/world';

When(
  "all that concerns the safety of {customer}'s data happens, as in:",
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const own = this.customers.subscriber(name);
    const other = this.customers.subscriber('Umbrella Inc');
    await this.safety.happen(table.rows().flat(), { own, other });
  },
);

When(
  "somebody with OptiInfra's own access to its records tries to {tampering} the audit trail",
  async function (this: AcceptanceWorld, way: string) {
    const [customer] = this.customers.all;
    if (!customer) throw new Error('Nobody has signed up whose trail could be rewritten');
    this.memory.remember('trailBefore', await customer.call('listAuditEntries'));
    this.memory.remember('tampered', await this.seals.tamper(way, customer));
  },
);

Then(
  "{customer}'s audit trail should tell it in this order:",
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const trail = await this.safety.trail(this.customers.subscriber(name));
    const told = trail.map(({ action, actor_type }) => [action.replaceAll(/[._]/g, ' '), actor_type]);
    // Who reads it last is on record as well.
    expect(told.slice(0, table.rows().length), `what ${name}'s audit trail tells`).to.deep.equal(table.rows());
  },
);

Then(
  "each entry of {customer}'s audit trail should be sealed within {duration}",
  async function (this: AcceptanceWorld, name: CastName, deadline: Duration) {
    await this.seals.sealed(this.customers.subscriber(name), deadline);
  },
);

Then('the seals should fit what is on record, without a gap', async function (this: AcceptanceWorld) {
  expect(breaksIn(await this.seals.all()), 'places where the audit trail is not as it was sealed').to.deep.equal([]);
});

Then('it should be impossible', function (this: AcceptanceWorld) {
  expect(this.memory.recall('tampered'), 'how the records answered').to.match(/cannot be changed|permission denied/);
});

Then("what {customer}'s audit trail tells should be as before", async function (this: AcceptanceWorld, name: CastName) {
  const now = await this.customers.subscriber(name).call('listAuditEntries');
  expect(now, `what ${name}'s audit trail tells`).to.deep.equal(this.memory.recall('trailBefore'));
});
