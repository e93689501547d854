import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Given(
  '{customer} has signed up, and has a real account at AWS',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.realAccount.signUp(name);
  },
);

When('OptiInfra is let into that account', async function (this: AcceptanceWorld) {
  this.memory.remember('act', Date.now());
  await this.realAccount.letIn();
});

Then(
  'every machine in that account should be discovered within {duration}',
  async function (this: AcceptanceWorld, deadline: Duration) {
    const { owner } = this.realAccount;
    const { status, problem, instances } = await this.onboarding.looked(owner, deadline, this.memory.recall('act'));
    expect(status, `how the look into the account ended (${problem ?? 'no problem'})`).to.equal('discovered');
    const known = instances.map(
      ({ instance_id, instance_type, market }) => `${instance_id} ${instance_type} ${market}`,
    );
    expect(known, 'machines that OptiInfra knows').to.have.members(await this.realAccount.running());
  },
);

Then('OptiInfra should report what these machines cost', async function (this: AcceptanceWorld) {
  await this.spend.isReported(this.realAccount.owner);
});

Then('every machine in that account should be as it was', async function (this: AcceptanceWorld) {
  const { before } = this.realAccount;
  expect(await this.realAccount.running(), 'machines in the account').to.have.members(before);
});
