import { Then } from '@cucumber/cucumber';
import type { Duration } from '../world/amounts/duration';
import type { Money } from '../world/amounts/money';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  "{customer}'s monthly spend should be {money}",
  async function (this: AcceptanceWorld, name: CastName, expected: Money) {
    const { total } = await this.spend.bill(this.customers.named(name));
    this.thresholds.exactly(`the monthly spend of ${name} is`, total, expected);
  },
);

Then(
  "{customer}'s monthly spend should be {money} again within {duration}",
  async function (this: AcceptanceWorld, name: CastName, expected: Money, deadline: Duration) {
    await this.spend.settlesAt(this.customers.named(name), expected, deadline, this.memory.recall('act'));
  },
);

Then(
  'OptiInfra should report the same monthly spend to {customer}',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.spend.isReported(this.customers.named(name));
  },
);

Then(
  "{customer}'s monthly spend should be at least {percent} lower than before",
  async function (this: AcceptanceWorld, name: CastName, promised: Percent) {
    const customer = this.customers.named(name);
    const saved = await this.spend.saved(customer);
    this.thresholds.atLeast(`the monthly spend of ${name} falls by`, saved.ratio(customer.before.spend), promised);
  },
);
