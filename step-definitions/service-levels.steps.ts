import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import { Spread } from '../world/amounts/spread';
import { isSame } from '../world/audience';
import type { CastName, Plan } from '../world/cast';
import { COMPLETED, type Wanted } from '../world/crowd';
import { faultsOf, showSight, slowest, spreadOfAll, spreadOfQuestion } from '../world/readings';
import { spreadOf } from '../world/records';
import type { AcceptanceWorld } from '../world/world';

Given(
  '{customer} and {customer} are customers on the plan {word}, with records of every kind',
  async function (this: AcceptanceWorld, one: CastName, other: CastName, plan: Plan) {
    await this.readings.prepareAll([one, other], plan);
  },
);

When(
  'they and Olive look at everything there is to see, {int} times each, all of it at once',
  async function (this: AcceptanceWorld, times: number) {
    const sight = await this.readings.look({ times, atOnce: 1 });
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
    this.thresholds.lessThan('95 of 100 answers come in', new Spread(spreadOfAll(sight), 'p95'), promised);
    this.thresholds.lessThan(`95 of 100 answers to "${question}" come in`, new Spread(spread, 'p95'), promised);
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

When(
  '{customer} has costs, performance and machines analysed at once',
  async function (this: AcceptanceWorld, name: CastName) {
    this.memory.remember('took', await this.promptness.ofRecommendations(this.customers.named(name)));
  },
);

Then(
  'every recommendation should have been ready to be approved within {duration}',
  function (this: AcceptanceWorld, promised: Duration) {
    const took = new Spread(this.memory.recall('took'), 'max');
    this.thresholds.lessThan('from the question to a recommendation that may be approved it takes', took, promised);
  },
);

When(
  '{customer} opens the overview in the portal {int} times',
  async function (this: AcceptanceWorld, name: CastName, times: number) {
    this.memory.remember('took', await this.promptness.ofOverview(this.customers.named(name), times));
  },
);

Then(
  'the overview should have been complete within {duration} each time',
  function (this: AcceptanceWorld, promised: Duration) {
    const took = new Spread(this.memory.recall('took'), 'max');
    this.thresholds.atMost('the overview in the portal is complete after', took, promised);
  },
);

Given(
  'these customers have joined, and been offered a change each:',
  async function (this: AcceptanceWorld, table: DataTable) {
    await this.crowd.gather(table.hashes() as unknown as readonly Wanted[]);
  },
);

When('all five of them approve at the same moment', async function (this: AcceptanceWorld) {
  await this.crowd.approve();
});

Then('all {int} changes should be completed', async function (this: AcceptanceWorld, promised: number) {
  const ends = await this.crowd.ends();
  const others = ends.filter((end) => !end.endsWith(`: ${COMPLETED}`));
  expect(others, `changes of ${promised} that were not carried through`).to.deep.equal([]);
  expect(ends.length, 'changes that were carried through').to.equal(promised);
});

Then('each of the customers should pay less than before', async function (this: AcceptanceWorld) {
  expect(await this.crowd.notCheaper(), 'customers that do not pay less than before').to.deep.equal([]);
});

Given('{int} customers have signed up, for whom no agent works', async function (this: AcceptanceWorld, size: number) {
  await this.audience.gather(size);
});

When(
  'each of them asks for {int} analyses and calls them off, one after the other, all customers at once',
  async function (this: AcceptanceWorld, analyses: number) {
    await this.audience.askAndCallOff(analyses);
  },
);

Then(
  'each of them should have been told just once of each of the {int} that it is called off, in that order',
  async function (this: AcceptanceWorld, analyses: number) {
    const members = await this.audience.heard();
    const astray = members.filter(({ calledOff, told }) => calledOff.length !== analyses || !isSame(told, calledOff));
    expect(astray, 'listeners that were told something else than what happened').to.deep.equal([]);
  },
);
