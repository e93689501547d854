import { Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Then(
  "{customer}'s account should run exactly {instances} on spot capacity and {instances} on demand",
  async function (this: AcceptanceWorld, name: CastName, spot: number, onDemand: number) {
    const { lines } = await this.spend.bill(this.customers.named(name));
    const markets = lines.map(({ machine }) => machine.market);
    const count = (market: string) => markets.filter((each) => each === market).length;
    expect({ spot: count('spot'), onDemand: count('on_demand') }, `machines that ${name} pays for`).to.deep.equal({
      spot,
      onDemand,
    });
  },
);

Then(
  'exactly {instances} on spot capacity should ever have been started for {customer}',
  async function (this: AcceptanceWorld, count: number, name: CastName) {
    const started = await this.market.everStarted(this.customers.named(name));
    expect(started, `spot machines that were started for ${name}, ended ones included`).to.equal(count);
  },
);

Then(
  "{customer}'s account should run exactly the machines it ran before",
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.named(name);
    const running = (await customer.runningMachines()).map(({ instanceId }) => instanceId).sort();
    expect(running, `machines that ${name} pays for`).to.deep.equal([...customer.own.machines.values()].sort());
  },
);

Then(
  "the GPUs of {customer}'s busiest machine should be used between {percent} and {percent}",
  async function (this: AcceptanceWorld, name: CastName, least: Percent, most: Percent) {
    const use = await this.serving.busiest(this.customers.named(name));
    this.thresholds.atLeast(`the GPUs of ${name}'s busiest machine are used`, use, least);
    this.thresholds.atMost(`the GPUs of ${name}'s busiest machine are used`, use, most);
  },
);
