import { type DataTable, Given, Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import { Money } from '../world/amounts/money';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  'it should be reserved for {int} year(s), with {money} paid up front',
  function (this: AcceptanceWorld, years: number, upFront: Money) {
    const { term_years, upfront } = this.reservations.proposed(this.memory.recall('offer'));
    expect(term_years, 'years for which capacity is proposed to be reserved').to.equal(years);
    this.thresholds.exactly('what is paid up front is', Money.ofDollars(upfront), upFront);
  },
);

Then(
  'it should commit {customer} to {money}, and pay off in month {int}',
  function (this: AcceptanceWorld, name: CastName, committed: Money, month: number) {
    const { commitment, break_even_month } = this.reservations.proposed(this.memory.recall('offer'));
    this.thresholds.exactly(`what ${name} commits to is`, Money.ofDollars(commitment), committed);
    expect(break_even_month, 'month in which the reservation pays off').to.equal(month);
  },
);

Then('all terms on sale should be told:', function (this: AcceptanceWorld, table: DataTable) {
  const [, ...rows] = table.raw();
  expect(
    this.reservations.onSale(this.memory.recall('offer')),
    'terms on which capacity can be reserved',
  ).to.deep.equal(rows);
});

Given(
  "the answer to {customer}'s next purchase of reserved capacity gets lost",
  async function (this: AcceptanceWorld, name: CastName) {
    await this.reservations.loseAnswer(this.customers.named(name));
  },
);

Then(
  '{customer} should have reserved just {int} {word} for {int} year(s)',
  async function (this: AcceptanceWorld, name: CastName, count: number, type: string, years: number) {
    const bought = await this.reservations.bought(this.customers.named(name));
    const agreed = `${count} x ${type} for ${years} year${years === 1 ? '' : 's'}`;
    expect(bought, `what ${name} has reserved`).to.deep.equal([agreed]);
  },
);

Then('{customer} should have reserved nothing', async function (this: AcceptanceWorld, name: CastName) {
  expect(await this.reservations.bought(this.customers.named(name)), `what ${name} has reserved`).to.deep.equal([]);
});
