import { Given, Then, When } from '@cucumber/cucumber';
import type { Money } from '../world/amounts/money';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { Place } from '../world/clouds';
import type { AcceptanceWorld } from '../world/world';

Given('Google Cloud cannot be reached for {customer}', async function (this: AcceptanceWorld, name: CastName) {
  await this.clouds.cutGoogleOff(this.customers.named(name));
});

When(
  'Google Cloud cannot be reached for {customer} until the move is being undone',
  async function (this: AcceptanceWorld, _name: CastName) {
    this.memory.remember('act', Date.now());
    await this.clouds.cutGoogleOffUntilUndoing(this.memory.recall('rollout'));
  },
);

Then(
  "{customer}'s bill should be {money} at AWS, {money} at Google Cloud and {money} for data transfer",
  async function (this: AcceptanceWorld, name: CastName, aws: Money, google: Money, transfer: Money) {
    const bill = await this.spend.bill(this.customers.named(name));
    this.thresholds.exactly(`${name}'s bill at AWS is`, this.spend.at('aws', bill), aws);
    this.thresholds.exactly(`${name}'s bill at Google Cloud is`, this.spend.at('gcp', bill), google);
    this.thresholds.exactly(`${name}'s bill for data transfer is`, bill.transfer, transfer);
  },
);

Then(
  'the machine {place} that does the work of {machines} should be used at {percent}',
  async function (this: AcceptanceWorld, place: Place, [machine = '']: readonly string[], expected: Percent) {
    const use = await this.clouds.useAfterMove(this.memory.recall('rollout').customer, machine, place);
    this.thresholds.exactly(`the machine that does the work of ${machine} is used at`, use, expected);
  },
);
