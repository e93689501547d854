import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import { flawed } from '../world/security/flaws';
import { weaknessOf } from '../world/security/hoard';
import type { AcceptanceWorld } from '../world/world';

Given('{customer} has signed up with the same password', async function (this: AcceptanceWorld, name: CastName) {
  const [first] = this.customers.all;
  await this.customers.subscribe(name, { password: first?.own.password ?? '' });
});

Given(
  '{customer} has been given every secret that OptiInfra gives, and has told its own',
  async function (this: AcceptanceWorld, name: CastName) {
    this.memory.remember('secrets', await this.hoard.gather(this.customers.subscriber(name)));
  },
);

When("somebody looks into OptiInfra's records of passwords", async function (this: AcceptanceWorld) {
  this.memory.remember('passwords', await this.hoard.passwords(this.customers.all));
});

When(
  "somebody looks into OptiInfra's records of {customer}'s secrets",
  async function (this: AcceptanceWorld, name: CastName) {
    const found = await this.hoard.readable(this.customers.subscriber(name), this.memory.recall('secrets'));
    this.memory.remember('found', found);
  },
);

When(
  "somebody reads OptiInfra's logs, and all that it tells {customer}",
  async function (this: AcceptanceWorld, name: CastName) {
    const found = await this.hoard.leaks(this.customers.subscriber(name), this.memory.recall('secrets'));
    this.memory.remember('found', found);
  },
);

When(
  'an orchestrator is started where {secret} {flaw}',
  async function (this: AcceptanceWorld, secret: string, flaw: string) {
    const settings = flawed(secret, flaw);
    this.memory.remember('start', { settings, said: await this.operations.refusesToStart(settings) });
  },
);

Then('each should be kept by argon2id, at least as slow as OWASP wants it', function (this: AcceptanceWorld) {
  const weak = this.memory.recall('passwords').flatMap((hash) => weaknessOf(hash) ?? []);
  expect(weak, 'passwords that are not kept well enough').to.deep.equal([]);
});

Then('the same password should have been kept in different ways', function (this: AcceptanceWorld) {
  const kept = this.memory.recall('passwords');
  expect(new Set(kept).size, 'different ways in which passwords are kept').to.equal(kept.length);
});

Then('something should be kept of each, and none should be readable', function (this: AcceptanceWorld) {
  expect(this.memory.recall('found'), 'secrets that are not kept as they should be').to.deep.equal([]);
});

Then("none of {customer}'s secrets should be among it", function (this: AcceptanceWorld, name: CastName) {
  expect(this.memory.recall('found'), `secrets of ${name} that were told`).to.deep.equal([]);
});

Then(
  'it should say that {secret} is not good enough, and not repeat it',
  function (this: AcceptanceWorld, secret: string) {
    const { settings, said } = this.memory.recall('start');
    const [[name, value] = ['', '']] = Object.entries(settings);
    expect(said ?? 'nothing: it starts', `what an orchestrator says whose ${secret} has a flaw`).to.match(
      new RegExp(`${name} (?:has a wrong value|is not set)`),
    );
    if (value !== '') expect(said, 'what it says').not.to.include(value);
  },
);
