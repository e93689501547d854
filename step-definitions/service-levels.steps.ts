import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import { Spread } from '../world/amounts/spread';
import type { CastName } from '../world/cast';
import { faultsOf, showSight, slowest, spreadOfAll, spreadOfQuestion } from '../world/readings';
import { spreadOf } from '../world/records';
import type { AcceptanceWorld } from '../world/world';

Given(
  '{customer} and {customer} are customers on the plan {word}, with records of every kind',
  async function (this: AcceptanceWorld, one: CastName, other: CastName, plan: 'pro' | 'enterprise') {
    await this.readings.prepareAll([one, other], plan);
  },
);

When(
  'they and Olive look at everything there is to see, {int} times each, {int} at once',
  async function (this: AcceptanceWorld, times: number, atOnce: number) {
    const sight = await this.readings.look({ times, atOnce });
    this.memory.remember('sight', sight);
    this.attach(showSight(sight), { mediaType: 'text/plain', fileName: 'How long it took' });
  },
);

Then('all of it should have been answered as promised', function (this: AcceptanceWorld) {
  const faults = faultsOf(this.memory.recall('sight'));
  expect(faults, 'answers that do not count as served').to.deep.equal([]);
});

Then(
  '95 of 100 answers to each question should have come within {duration}',
  function (this: AcceptanceWorld, promised: Duration) {
    const sight = this.memory.recall('sight');
    const { question, spread } = slowest(sight);
    this.thresholds.lessThan('95 of 100 answers come within', new Spread(spreadOfAll(sight), 'p95'), promised);
    this.thresholds.lessThan(`95 of 100 answers to "${question}" come within`, new Spread(spread, 'p95'), promised);
  },
);

Then('no overview should have taken longer than {duration}', function (this: AcceptanceWorld, promised: Duration) {
  const spread = spreadOfQuestion(this.memory.recall('sight'), 'getDashboard');
  this.thresholds.atMost('an overview takes', new Spread(spread, 'max'), promised);
});

Then(
  "no kind of look into OptiInfra's records should have taken longer than {duration} on average",
  function (this: AcceptanceWorld, promised: Duration) {
    const { looks } = this.memory.recall('sight');
    const what = `"${looks[0]?.statement.slice(0, 80)}", the slowest kind of look into the records, takes on average`;
    this.thresholds.atMost(what, new Spread(spreadOf(looks), 'max'), promised);
  },
);
