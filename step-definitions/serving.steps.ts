import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import { Duration as Time } from '../world/amounts/duration';
import { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import { STEPS } from '../world/rollout';
import type { AcceptanceWorld } from '../world/world';

const HOUR = Time.parse('1 hour');

Given(
  "half of {customer}'s load already runs on spot capacity",
  async function (this: AcceptanceWorld, name: CastName) {
    await this.rollouts.reaches(this.memory.recall('rollout'), STEPS['half of the load moved'] ?? '');
    const stayed = await this.serving.onOwnMachines(this.customers.named(name));
    this.thresholds.exactly(`of ${name}'s load there stays on demand`, stayed, Percent.parse('50%'));
  },
);

Then(
  "all of {customer}'s load should be back on its own machines within {duration}",
  async function (this: AcceptanceWorld, name: CastName, deadline: Duration) {
    await this.serving.returns(this.customers.named(name), deadline, this.memory.recall('act'));
  },
);

Then(
  "all of {customer}'s load should be served by machines that run",
  async function (this: AcceptanceWorld, name: CastName) {
    expect(await this.serving.strays(this.customers.named(name)), 'replicas on machines that do not run').to.deep.equal(
      [],
    );
  },
);

Then(
  "at most {percent} of {customer}'s requests of the last hour should have failed",
  async function (this: AcceptanceWorld, allowed: Percent, name: CastName) {
    const failed = await this.serving.failed(this.customers.named(name), HOUR);
    this.thresholds.atMost(`of ${name}'s requests of the last hour there failed`, failed, allowed);
  },
);

Then(
  "more than {percent} of {customer}'s requests of the last hour should have failed",
  async function (this: AcceptanceWorld, budget: Percent, name: CastName) {
    const failed = await this.serving.failed(this.customers.named(name), HOUR);
    this.thresholds.moreThan(`of ${name}'s requests of the last hour there failed`, failed, budget);
  },
);

Then(
  "{customer}'s load should be spread over its machines as before",
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.named(name);
    const shares = await this.serving.shares(customer);
    expect(shares, `share of ${name}'s load by machine`).to.deep.equal(customer.before.shares);
  },
);
