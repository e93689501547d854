import { Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { Mood } from '../world/offers';
import type { AcceptanceWorld } from '../world/world';

Given(
  "the agents' language model {muddle} when asked about {customer}",
  async function (this: AcceptanceWorld, muddle: Mood, name: CastName) {
    await this.offers.muddle(this.customers.named(name), muddle);
  },
);

Then('the rules should have decided its risk', function (this: AcceptanceWorld) {
  expect(this.memory.recall('offer').risk_assessed_by, 'who assessed the risk').to.equal('rules');
});

Then('the language model should have decided its risk, and said why', function (this: AcceptanceWorld) {
  const { risk_assessed_by, description = '' } = this.memory.recall('offer');
  expect(risk_assessed_by, 'who assessed the risk').to.equal('language_model');
  expect(description, 'description of the offer').to.include('price_history_days');
});

Then('its risk should be {risk}', function (this: AcceptanceWorld, risk: string) {
  expect(this.memory.recall('offer').risk_level, 'risk of the offer').to.equal(risk);
});

Then('the analysis should have taken at most {duration}', function (this: AcceptanceWorld, limit: Duration) {
  this.thresholds.atMost('the analysis takes', this.memory.recall('analysisTook'), limit);
});
