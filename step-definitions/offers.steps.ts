import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { Money } from '../world/amounts/money';
import type { CastName } from '../world/cast';
import { type Change, changeOf } from '../world/changes';
import type { AcceptanceWorld } from '../world/world';

When("OptiInfra analyses {customer}'s costs", async function (this: AcceptanceWorld, name: CastName) {
  const asked = Date.now();
  this.memory.remember('analysis', await this.offers.analyse(this.customers.named(name), 'cost'));
  this.memory.remember('analysisTook', this.clock.since(asked));
});

When("OptiInfra analyses {customer}'s performance", async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('analysis', await this.offers.analyse(this.customers.named(name), 'performance'));
});

When("OptiInfra analyses {customer}'s machines", async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('analysis', await this.offers.analyse(this.customers.named(name), 'resource'));
});

Given("OptiInfra has analysed {customer}'s machines", async function (this: AcceptanceWorld, name: CastName) {
  await this.offers.analyse(this.customers.named(name), 'resource');
});

Given("OptiInfra has analysed {customer}'s costs", async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('analysis', await this.offers.analyse(this.customers.named(name), 'cost'));
});

Given('{customer} has been offered {change}', async function (this: AcceptanceWorld, name: CastName, change: Change) {
  this.memory.remember('offer', await this.offers.obtain(this.customers.named(name), change));
});

Given(
  '{customer} has been offered {change} for {machines}, and for {machines} too',
  async function (
    this: AcceptanceWorld,
    name: CastName,
    change: Change,
    some: readonly string[],
    others: readonly string[],
  ) {
    const customer = this.customers.named(name);
    const analysis = await this.offers.analyse(customer, change.agent);
    await this.offers.obtainBeside(customer, analysis, change, some);
    await this.offers.obtainBeside(customer, analysis, change, others);
  },
);

Given(
  '{customer} has been offered {change} and {change} for {machines}',
  async function (this: AcceptanceWorld, name: CastName, one: Change, other: Change, machines: readonly string[]) {
    const customer = this.customers.named(name);
    const analysis = await this.offers.analyse(customer, one.agent);
    await this.offers.obtainBeside(customer, analysis, one, machines);
    await this.offers.obtainBeside(customer, analysis, other, machines);
  },
);

Given(
  '{customer} has been offered {change} for {machines} and {change} for {machines}',
  async function (
    this: AcceptanceWorld,
    name: CastName,
    one: Change,
    some: readonly string[],
    other: Change,
    others: readonly string[],
  ) {
    const customer = this.customers.named(name);
    const analysis = await this.offers.analyse(customer, one.agent);
    await this.offers.obtainBeside(customer, analysis, one, some);
    this.memory.remember('offer', await this.offers.obtainBeside(customer, analysis, other, others));
  },
);

Given(
  '{customer} has been offered {change} for {machines}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, machines: readonly string[]) {
    this.memory.remember('offer', await this.offers.obtain(this.customers.named(name), change, machines));
  },
);

Then(
  '{customer} should be offered {change} for {machines}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, machines: readonly string[]) {
    const customer = this.customers.named(name);
    const offer = await this.offers.validated(customer, this.memory.recall('analysis'), change);
    expect(this.offers.machines(customer, offer), `machines that ${name} is advised to change`).to.deep.equal(
      [...machines].sort(),
    );
    this.memory.remember('offer', offer);
  },
);

Then(
  '{customer} should not be offered {change} for {machines} because {refusal}',
  async function (
    this: AcceptanceWorld,
    name: CastName,
    change: Change,
    [machine = '']: readonly string[],
    reason: string,
  ) {
    const customer = this.customers.named(name);
    const analysis = this.memory.recall('analysis');
    const offered = await this.offers.of(customer, analysis, change);
    const concerned = offered.filter((offer) => this.offers.machines(customer, offer).includes(machine));
    expect(
      concerned.map(({ title }) => title),
      `${change.name} offered to ${name} for ${machine}`,
    ).to.deep.equal([]);
    expect(this.offers.refusal(customer, { analysis, change }, machine), `why ${machine} stays as it is`).to.equal(
      reason,
    );
  },
);

Then(
  "{customer}'s machine {machines} should be left out because {refusal}",
  function (this: AcceptanceWorld, name: CastName, [machine = '']: readonly string[], reason: string) {
    const left = { analysis: this.memory.recall('analysis'), change: changeOf(this.memory.recall('offer')) };
    const given = this.offers.refusal(this.customers.named(name), left, machine);
    expect(given, `why ${machine} stays as it is`).to.equal(reason);
  },
);

Then(
  '{change} should promise savings of {money} a month',
  function (this: AcceptanceWorld, change: Change, promised: Money) {
    const { estimated_savings } = this.offers.spokenOf(this.memory.recall('offer'), change);
    const savings = Money.ofDollars(estimated_savings);
    this.thresholds.exactly('the offer promises savings of', savings, promised);
  },
);

Then('the machine proposed should be a {word}', function (this: AcceptanceWorld, type: string) {
  expect(this.memory.recall('offer').target_instance_type, 'type of machine proposed').to.equal(type);
});

Then('the performance agent should have approved it', function (this: AcceptanceWorld) {
  const { approved, reason } = this.offers.validation(this.memory.recall('offer'), 'performance');
  expect(approved, `approval of the performance agent ("${reason}")`).to.equal(true);
});

Then('the performance and the application agent should have approved it', function (this: AcceptanceWorld) {
  const { validations } = this.memory.recall('offer');
  const approving = validations.filter(({ approved }) => approved).map(({ agent_type }) => agent_type);
  expect([...approving].sort(), 'agents that approved the change').to.deep.equal(['application', 'performance']);
});

Then('the application agent should have recorded how good the answers are', function (this: AcceptanceWorld) {
  const validation = this.offers.validation(this.memory.recall('offer'), 'application');
  expect(validation.baseline_established, `baseline of the application agent ("${validation.reason}")`).to.equal(true);
});

Then("{customer}'s offer should be withdrawn", async function (this: AcceptanceWorld, name: CastName) {
  await this.offers.withdrawn(this.customers.named(name), this.memory.recall('offer'));
});

Given(
  "{customer}'s offer has been withdrawn for lack of spot capacity",
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.named(name);
    await this.market.runOut(customer);
    await this.rollouts.approve(customer, this.memory.recall('offer'));
    await this.offers.withdrawn(customer, this.memory.recall('offer'));
  },
);
