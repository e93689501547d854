import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName, Plan } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Given(
  '{customer} has signed up for the plan {word}',
  async function (this: AcceptanceWorld, name: CastName, plan: Plan) {
    await this.customers.subscribe(name, { plan });
  },
);

Given(
  'OptiInfra counts requests over {duration}, in two orchestrators',
  async function (this: AcceptanceWorld, window: Duration) {
    await this.operations.countRequestsOver(window, 2);
  },
);

Given(
  '{customer} has used up its {int} requests',
  async function (this: AcceptanceWorld, name: CastName, times: number) {
    const rush = await this.haste.rush(this.customers.subscriber(name), times + 1);
    expect(rush.answered, 'requests that were answered').to.equal(times);
    this.memory.remember('rush', rush);
  },
);

When(
  '{customer} asks for its data {int} times, and once more',
  async function (this: AcceptanceWorld, name: CastName, times: number) {
    this.memory.remember('rush', await this.haste.rush(this.customers.subscriber(name), times));
    this.memory.remember('oneMore', await this.haste.rush(this.customers.subscriber(name), 1));
  },
);

When(
  '{customer} has waited as long as it was told, and asked again halfway',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.haste.wait(this.customers.subscriber(name), this.memory.recall('rush'));
  },
);

When(
  "Mallory goes on guessing {customer}'s password until it has had to wait {int} times",
  async function (this: AcceptanceWorld, name: CastName, times: number) {
    this.memory.remember('guesses', await this.guessing.goOn(this.customers.subscriber(name), times));
  },
);

Then('all but the last request should be answered', function (this: AcceptanceWorld) {
  const { refusals } = this.memory.recall('rush');
  expect(
    refusals.map(({ status }) => status),
    'refusals of requests that the plan permits',
  ).to.deep.equal([]);
});

Then('the last one should be told to wait for a minute at most', function (this: AcceptanceWorld) {
  const [refusal] = this.memory.recall('oneMore').refusals;
  expect(refusal?.status ?? 'not refused', 'the answer to one request more than the plan permits').to.equal(429);
  expect(refusal?.retryAfter, 'seconds that it is told to wait').to.be.within(1, 60);
});

Then('{customer} should not have to wait', async function (this: AcceptanceWorld, name: CastName) {
  const { refusals } = await this.haste.rush(this.customers.subscriber(name), 1);
  expect(refusals, `refusals of requests of ${name}, who has asked for little`).to.deep.equal([]);
});

Then('{customer} should be answered again', async function (this: AcceptanceWorld, name: CastName) {
  const { refusals } = await this.haste.rush(this.customers.subscriber(name), 1);
  expect(refusals, `refusals of requests of ${name}, who has waited`).to.deep.equal([]);
});

Then('each wait should have been twice as long as the one before', function (this: AcceptanceWorld) {
  const { waits } = this.memory.recall('guesses');
  const [first = 0] = waits;
  expect(first, 'seconds that Mallory had to wait first').to.be.at.least(1);
  expect(waits, 'seconds that Mallory had to wait').to.deep.equal(waits.map((_, index) => first * 2 ** index));
});

Then('{customer} should be let in from elsewhere', async function (this: AcceptanceWorld, name: CastName) {
  await this.guessing.signInElsewhere(this.customers.subscriber(name));
});

Then("{customer}'s audit trail should tell of each guess", async function (this: AcceptanceWorld, name: CastName) {
  const trail = await this.safety.trail(this.customers.subscriber(name));
  const refused = trail.filter(({ action }) => action === 'session.refused');
  expect(refused, `guesses that ${name}'s audit trail tells of`).to.have.length(this.memory.recall('guesses').told);
});
