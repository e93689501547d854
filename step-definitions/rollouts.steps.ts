import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { Duration } from '../world/amounts/duration';
import { Money } from '../world/amounts/money';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { planPrice } from '../world/plans';
import { assertEnd, byEnd, type Optimization, type Rollout, STEPS } from '../world/rollout';
import type { AcceptanceWorld } from '../world/world';

/** How long a change may take when the sentence does not say. */
const LONG = Duration.parse('10 minutes');

When('{customer} approves {change}', async function (this: AcceptanceWorld, name: CastName, change: Change) {
  this.memory.remember('act', Date.now());
  this.memory.remember(
    'rollout',
    await this.rollouts.approve(this.customers.named(name), this.offers.spokenOf(this.memory.recall('offer'), change)),
  );
});

When('{customer} tries to approve {change}', async function (this: AcceptanceWorld, name: CastName, change: Change) {
  await this.outcome.of(
    this.rollouts.approve(this.customers.named(name), this.offers.spokenOf(this.memory.recall('offer'), change)),
  );
});

Given(
  '{customer} has approved {change} predicted to save {money} a month',
  async function (this: AcceptanceWorld, name: CastName, change: Change, predicted: Money) {
    const customer = this.customers.named(name);
    const offer = await this.offers.obtain(customer, change);
    this.thresholds.exactly('the offer promises savings of', Money.ofDollars(offer.estimated_savings), predicted);
    this.memory.remember('offer', offer);
    this.memory.remember('rollout', await this.rollouts.approve(customer, offer));
  },
);

Given(
  '{customer} has approved {change}, and it is completed',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const rollout = await approved(this, name, change);
    assertEnd(change, await this.rollouts.ended(rollout, LONG, Date.now()), 'completed');
  },
);

Given(
  '{customer} has approved {change}, and its new machine runs',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const rollout = await approved(this, name, change);
    await this.rollouts.reachesNewMachine(rollout);
  },
);

Given(
  '{customer} has approved {change}, and it has reached half of the replicas',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const rollout = await approved(this, name, change);
    await this.rollouts.reachesHalf(rollout);
  },
);

Then(
  '{change} should be completed within {duration}',
  async function (this: AcceptanceWorld, change: Change, deadline: Duration) {
    const optimization = await this.rollouts.ended(this.memory.recall('rollout'), deadline, this.memory.recall('act'));
    assertEnd(change, optimization, 'completed');
  },
);

Then(
  '{change} should be rolled back within {duration} because {setback}',
  async function (this: AcceptanceWorld, change: Change, deadline: Duration, reason: string) {
    const optimization = await this.rollouts.ended(this.memory.recall('rollout'), deadline, this.memory.recall('act'));
    assertRolledBack(change, optimization, reason);
  },
);

Then(
  '{change} should be rolled back within {duration} of the failure because {setback}',
  async function (this: AcceptanceWorld, change: Change, deadline: Duration, reason: string) {
    const optimization = await this.rollouts.undone(this.memory.recall('rollout'), deadline, this.memory.recall('act'));
    assertRolledBack(change, optimization, reason);
  },
);

Then(
  '{change} should be given up within {duration} because {setback}',
  async function (this: AcceptanceWorld, change: Change, deadline: Duration, reason: string) {
    const optimization = await this.rollouts.ended(this.memory.recall('rollout'), deadline, this.memory.recall('act'));
    assertEnd(change, optimization, 'failed');
    expect(optimization.result?.reason, `why it was given up (${optimization.result?.error})`).to.equal(reason);
  },
);

Then('these steps should have been completed in this order:', async function (this: AcceptanceWorld, table: DataTable) {
  const done = byEnd(await this.memory.recall('rollout').optimization());
  const expected = table
    .raw()
    .flat()
    .map((step) => `${STEPS[step] ?? step}: completed`);
  expect(
    done.map(({ name, status }) => `${name}: ${status}`),
    'steps of the change',
  ).to.deep.equal(expected);
});

Then('at least {int} agents should have taken part in it', async function (this: AcceptanceWorld, least: number) {
  const agents = await this.rollouts.participants(this.memory.recall('rollout'), this.memory.recall('offer'));
  expect(agents.length, `agents that took part (${agents.join(', ')})`).to.be.at.least(least);
});

Then(
  'no on-demand machine of {customer} should have ended before all of the load was validated',
  function (this: AcceptanceWorld, name: CastName) {
    const ended = this.rollouts.endedBefore(this.memory.recall('rollout'), 'validate_full_migration');
    expect(ended, `machines of ${name} that had ended before their replacements were validated`).to.deep.equal([]);
  },
);

Then(
  'only the first replica of {customer} should have been moved',
  async function (this: AcceptanceWorld, name: CastName) {
    const { execution_steps } = await this.memory.recall('rollout').optimization();
    const untouched = execution_steps
      .filter(({ status }) => status === 'pending' || status === 'skipped')
      .map((step) => step.name);
    expect(untouched, `steps that ${name} was spared`).to.include.members([
      'scale_to_50_percent',
      'full_migration',
      'terminate_ondemand',
    ]);
  },
);

Then(
  "at every stage {customer}'s answers should have kept at least {percent} of their quality",
  function (this: AcceptanceWorld, name: CastName, promised: Percent) {
    this.thresholds.atLeast(
      `the answers of ${name} keep, of their quality,`,
      this.rollouts.leastQuality(this.memory.recall('rollout')),
      promised,
    );
  },
);

Then(
  "at every stage {customer}'s latency should have been at most {percent} worse",
  function (this: AcceptanceWorld, name: CastName, promised: Percent) {
    this.thresholds.atMost(
      `the P95 latency of ${name} worsens by`,
      this.rollouts.mostDelay(this.memory.recall('rollout')),
      promised,
    );
  },
);

Then(
  'the savings should be between {percent} and {percent} of the prediction',
  async function (this: AcceptanceWorld, least: Percent, most: Percent) {
    const saved = await this.spend.saved(this.memory.recall('rollout').customer);
    const share = saved.ratio(Money.ofDollars(this.memory.recall('offer').estimated_savings));
    this.thresholds.atLeast('the savings are, of what was predicted,', share, least);
    this.thresholds.atMost('the savings are, of what was predicted,', share, most);
  },
);

Then(
  'OptiInfra should report to {customer} just what it saves',
  async function (this: AcceptanceWorld, name: CastName) {
    const saved = await this.spend.saved(this.customers.named(name));
    const { result } = await this.memory.recall('rollout').optimization();
    const reported = Money.ofDollars(result?.actual_savings ?? 0);
    this.thresholds.exactly(`the savings that OptiInfra reports to ${name} are`, reported, saved);
  },
);

Then(
  "{customer}'s savings should be more than {int} times the price of its plan",
  async function (this: AcceptanceWorld, name: CastName, times: number) {
    const customer = this.customers.named(name);
    const saved = await this.spend.saved(customer);
    this.thresholds.moreThan(`${name} saves a month`, saved, planPrice(customer.own.member.plan).times(times));
  },
);

/** The customer approves what it has been offered; the rollout is what the scenario speaks of from here on. */
async function approved(world: AcceptanceWorld, name: CastName, change: Change): Promise<Rollout> {
  const offer = world.offers.spokenOf(world.memory.recall('offer'), change);
  const rollout = await world.rollouts.approve(world.customers.named(name), offer);
  world.memory.remember('rollout', rollout);
  return rollout;
}

function assertRolledBack(change: Change, optimization: Optimization, reason: string): void {
  assertEnd(change, optimization, 'rolled_back');
  expect(optimization.result?.reason, `why it was rolled back (${optimization.result?.error})`).to.equal(reason);
}
