import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import { noteBaseline } from '../world/note-baseline';
import { SOON } from '../world/trail';
import type { AcceptanceWorld } from '../world/world';

/** An AWS account that nobody has anything to do with. */
const STRANGER = '999999999999';

Given('{customer} runs its models without OptiInfra', async function (this: AcceptanceWorld, name: CastName) {
  await this.customers.settleDown(name);
});

Given(
  'the role that {customer} made for OptiInfra trusts somebody else',
  function (this: AcceptanceWorld, name: CastName) {
    this.customers.expect(name, { trusts: STRANGER });
  },
);

When('{customer} signs up', async function (this: AcceptanceWorld, name: CastName) {
  await noteBaseline(await this.customers.signUp(name), this);
});

Given('{customer} has signed up, and runs its models', async function (this: AcceptanceWorld, name: CastName) {
  await this.customers.settleDown(name);
  await this.customers.signUp(name);
});

When('{customer} lets OptiInfra into its account at AWS', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await this.onboarding.enterAws(this.customers.named(name), this.customers.outside(name));
});

When(
  '{customer} lets OptiInfra into its project at Google Cloud',
  async function (this: AcceptanceWorld, name: CastName) {
    this.memory.remember('act', Date.now());
    await this.onboarding.enterGoogle(this.customers.named(name), this.customers.outside(name));
  },
);

When('{customer} names a role that does not exist', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  const { account } = this.customers.outside(name);
  await this.onboarding.nameRole(this.customers.named(name), `arn:aws:iam::${account.account_id}:role/no-such-role`);
});

When(
  '{customer} names the role by which {customer} let OptiInfra in',
  async function (this: AcceptanceWorld, name: CastName, other: CastName) {
    this.memory.remember('act', Date.now());
    await this.onboarding.nameRole(this.customers.named(name), this.customers.outside(other).account.role_arn);
  },
);

When('{customer} names a role that asks for no external id', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await this.onboarding.nameRole(this.customers.named(name), this.customers.outside(name).account.role_arn);
});

When('{customer} names a service account that does not exist', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await this.onboarding.enterGoogle(this.customers.named(name), this.customers.outside(name), 'nobody');
});

When('{customer} runs the install command', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await this.onboarding.install(this.customers.named(name), this.customers.outside(name));
});

When(
  '{customer} tries to run the install command with another token',
  async function (this: AcceptanceWorld, name: CastName) {
    const run = this.onboarding.install(this.customers.named(name), this.customers.outside(name), 'not-the-token');
    await this.outcome.of(run);
  },
);

Then(
  '{instances} of {customer} should be discovered within {duration}',
  async function (this: AcceptanceWorld, machines: number, name: CastName, deadline: Duration) {
    const customer = this.customers.named(name);
    const { status, problem, instances } = await this.onboarding.looked(customer, deadline, this.memory.recall('act'));
    expect(status, `how the look at what ${name} runs ended (${problem ?? 'no problem'})`).to.equal('discovered');
    const running = (await customer.runningMachines()).map(({ instanceId }) => instanceId);
    const known = instances.map(({ instance_id }) => instance_id);
    expect(known.length, `machines of ${name} that OptiInfra knows`).to.equal(machines);
    expect(running, `machines that ${name} runs`).to.include.members(known);
  },
);

Then(
  '{int} models that {customer} serves should be known within {duration}',
  async function (this: AcceptanceWorld, models: number, name: CastName, deadline: Duration) {
    const customer = this.customers.named(name);
    const known = await this.onboarding.serving(customer, models, deadline, this.memory.recall('act'));
    expect(
      known.vllm_deployments.map((one) => one.name).sort(),
      `deployments of ${name} that OptiInfra knows`,
    ).to.deep.equal([...customer.own.member.deployments].map((one) => one.name).sort());
  },
);

Then(
  '{customer} should be told within {duration} that OptiInfra was not let in',
  async function (this: AcceptanceWorld, name: CastName, deadline: Duration) {
    const customer = this.customers.named(name);
    const { status, problem } = await this.onboarding.looked(customer, deadline, this.memory.recall('act'));
    expect(status, `how the look at what ${name} runs ended`).to.equal('failed');
    expect(problem, 'what is wrong, in words').to.match(/cannot be (assumed|impersonated)/);
    const { message } = await this.trail.told(customer, 'infrastructure.failed', SOON);
    expect(message, `what ${name} was told`).to.include(problem);
  },
);

Then(
  '{customer} should be told within {duration} that its role would let in whoever names it',
  async function (this: AcceptanceWorld, name: CastName, deadline: Duration) {
    const customer = this.customers.named(name);
    const { status, problem } = await this.onboarding.looked(customer, deadline, this.memory.recall('act'));
    expect(status, `how the look at what ${name} runs ended`).to.equal('failed');
    expect(problem, 'what is wrong, in words').to.match(/lets in whoever names it.*must ask for your customer id/);
  },
);

Then('nothing should be known of what {customer} runs', async function (this: AcceptanceWorld, name: CastName) {
  const customer = this.customers.named(name);
  const { instances, vllm_deployments } = await customer.call('getInfrastructure');
  const known = [...instances, ...vllm_deployments].map((one) => one.name);
  expect(known, `what OptiInfra knows of ${name}`).to.deep.equal([]);
  const { spend } = await this.overview.of(customer);
  expect(String(spend ?? 'none'), `spend that ${name} is told`).to.equal('none');
});

Then('the installation should be refused because of its token', function (this: AcceptanceWorld) {
  this.outcome.refusedWith('an installation with another token', [401], /token/i);
});

Then("no runtime of {customer}'s should be connected", async function (this: AcceptanceWorld, name: CastName) {
  const connected = await this.onboarding.isConnected(this.customers.named(name));
  expect(connected ? 'connected' : 'none', `the runtime of ${name}`).to.equal('none');
});

Given(
  '{customer} has let OptiInfra into its account at AWS a moment ago',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.onboarding.enterAws(this.customers.named(name), this.customers.outside(name));
  },
);
