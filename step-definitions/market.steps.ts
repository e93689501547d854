import { Given, When } from '@cucumber/cucumber';
import type { Duration } from '../world/amounts/duration';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Given(
  "spot capacity for {word} runs out in {customer}'s region",
  async function (this: AcceptanceWorld, type: string, name: CastName) {
    await this.market.makeRoom(this.customers.named(name), type, 0);
  },
);

Given(
  "{customer}'s region has spot capacity for {instances} of {word} by now",
  async function (this: AcceptanceWorld, name: CastName, room: number, type: string) {
    await this.market.makeRoom(this.customers.named(name), type, room);
  },
);

Given(
  'the spot machines that {customer} gets are {percent} slower than promised',
  async function (this: AcceptanceWorld, name: CastName, slower: Percent) {
    await this.market.handsOut(this.customers.named(name), { gpu_slowdown: 1 + slower.share });
  },
);

Given(
  "the spot machines that {customer} gets spoil {percent} of the answers' quality",
  async function (this: AcceptanceWorld, name: CastName, loss: Percent) {
    await this.market.handsOut(this.customers.named(name), { damaged_weights: { quality_loss: loss.share } });
  },
);

Given(
  'the spot machines that {customer} gets make {percent} of the answers state wrong facts',
  async function (this: AcceptanceWorld, name: CastName, wrong: Percent) {
    await this.market.handsOut(this.customers.named(name), { hallucination_share: wrong.share });
  },
);

Given(
  "{percent} of the answers of {customer}'s models have begun to state wrong facts",
  async function (this: AcceptanceWorld, wrong: Percent, name: CastName) {
    await this.market.misinform(this.customers.named(name), wrong.share);
  },
);

Given(
  "{customer}'s gateway now takes {duration} to change its traffic",
  async function (this: AcceptanceWorld, name: CastName, delay: Duration) {
    await this.market.slowGateway(this.customers.named(name), delay.seconds);
  },
);

Given(
  'the spot machines that {customer} gets take {duration} to start',
  async function (this: AcceptanceWorld, name: CastName, boot: Duration) {
    await this.market.handsOut(this.customers.named(name), { boot_seconds: boot.seconds });
  },
);

Given("{customer}'s new spot machines are starting", async function (this: AcceptanceWorld, name: CastName) {
  await this.market.starting(this.customers.named(name));
});

When('the cloud takes the spot capacity of {customer} back', async function (this: AcceptanceWorld, name: CastName) {
  await this.market.takeBack(this.customers.named(name), { notice: true });
  this.memory.remember('act', Date.now());
});

When(
  'the cloud takes the spot capacity of {customer} back without notice',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.market.takeBack(this.customers.named(name), { notice: false });
    this.memory.remember('act', Date.now());
  },
);

Given(
  'the spot machines that {customer} gets never get an engine to run',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.market.handsOut(this.customers.named(name), { boot_failure: true });
  },
);

Given(
  'the spot machines that {customer} gets never take up its batch work',
  async function (this: AcceptanceWorld, name: CastName) {
    await this.market.handsOut(this.customers.named(name), { boot_failure: true });
  },
);

Given("{customer}'s gateway refuses to remove replicas", async function (this: AcceptanceWorld, name: CastName) {
  await this.market.stopRemovals(this.customers.named(name));
});

When(
  "{customer}'s gateway takes the removal of replicas again",
  async function (this: AcceptanceWorld, name: CastName) {
    await this.market.allowRemovals(this.customers.named(name));
    this.memory.remember('act', Date.now());
  },
);

When(
  "the GPUs of {customer}'s machine {machines} become {float} times slower",
  async function (this: AcceptanceWorld, name: CastName, [machine = '']: readonly string[], factor: number) {
    await this.market.slowDown(this.customers.named(name), machine, factor);
    this.memory.remember('act', Date.now());
  },
);

When(
  "the GPUs of {customer}'s new machine become {percent} slower",
  async function (this: AcceptanceWorld, name: CastName, slower: Percent) {
    await this.market.slowDownNew(this.customers.named(name), 1 + slower.share);
    this.memory.remember('act', Date.now());
  },
);

Given(
  "the price of spot capacity in {customer}'s region is only {duration} old",
  function (this: AcceptanceWorld, name: CastName, age: Duration) {
    this.customers.expect(name, { priceHistoryDays: age.days });
  },
);
