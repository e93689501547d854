import { Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  'the quality that OptiInfra has recorded for {customer} should be {percent}',
  function (this: AcceptanceWorld, name: CastName, expected: Percent) {
    const { facts } = this.offers.validation(this.memory.recall('offer'), 'application');
    const recorded = Percent.ofShare(Number(facts?.quality));
    this.thresholds.exactly(`the recorded quality of ${name}'s answers is`, recorded, expected);
  },
);

Then(
  "an independent judge should find the same quality in {customer}'s answers",
  async function (this: AcceptanceWorld, name: CastName) {
    const { facts } = this.offers.validation(this.memory.recall('offer'), 'application');
    const { right } = await this.quality.worst(this.customers.named(name));
    this.thresholds.exactly(`the quality of ${name}'s answers is`, right, Percent.ofShare(Number(facts?.quality)));
  },
);

Then(
  'the first replica should be let through within {duration}',
  async function (this: AcceptanceWorld, deadline: Duration) {
    await this.rollouts.reaches(this.memory.recall('rollout'), 'validate_canary', deadline);
  },
);

Then('its quality should have been judged {string}', async function (this: AcceptanceWorld, verdict: string) {
  const { quality_verdict } = await this.rollouts.measured(this.memory.recall('rollout'), 'validate_canary');
  expect(quality_verdict, 'verdict on the first replica').to.equal(verdict);
});

Then(
  'the quality lost should have been found to be at most {percent}',
  async function (this: AcceptanceWorld, limit: Percent) {
    const { quality_drop } = await this.rollouts.measured(this.memory.recall('rollout'), 'validate_canary');
    this.thresholds.atMost('the quality lost is', Percent.ofShare(quality_drop), limit);
  },
);

Then(
  '{percent} of the answers should have been found to state wrong facts',
  async function (this: AcceptanceWorld, expected: Percent) {
    const { hallucination_share } = await this.rollouts.measured(this.memory.recall('rollout'), 'validate_canary');
    this.thresholds.exactly(
      'the share of answers that state wrong facts is',
      Percent.ofShare(hallucination_share),
      expected,
    );
  },
);

Then("{customer}'s answers should be as good as before", async function (this: AcceptanceWorld, name: CastName) {
  const { right } = await this.quality.worst(this.customers.named(name));
  this.thresholds.exactly(
    `the quality of ${name}'s answers is`,
    right,
    this.memory.recall('rollout').diary.before.right,
  );
});
