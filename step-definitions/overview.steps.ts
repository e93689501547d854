import { Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Money } from '../world/amounts/money';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  "{customer}'s overview should show a spend of {money} and possible savings of {money} a month",
  async function (this: AcceptanceWorld, name: CastName, spend: Money, possible: Money) {
    const shown = await this.overview.of(this.customers.named(name));
    expect(String(shown.spend), `the spend that ${name} sees`).to.equal(String(spend));
    this.thresholds.exactly(`the savings that ${name} is told to be possible are`, shown.possible, possible);
  },
);
