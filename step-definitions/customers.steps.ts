import { Given } from '@cucumber/cucumber';
import type { Duration } from '../world/amounts/duration';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import { noteBaseline } from '../world/note-baseline';
import type { AcceptanceWorld } from '../world/world';

Given(
  "{customer}'s region sells spot capacity {percent} below on demand, takes back {percent} of it a month, and has room for {instances}",
  function (this: AcceptanceWorld, name: CastName, discount: Percent, interruptions: Percent, room: number) {
    const market = { discount: discount.share, interruptionRate: interruptions.share, room };
    this.customers.expect(name, { market });
  },
);

Given("{customer}'s machines have run for {duration}", function (this: AcceptanceWorld, name: CastName, age: Duration) {
  this.customers.expect(name, { ageDays: age.days });
});

Given(
  '{customer} serves its first model from two machines that can bear an interruption',
  function (this: AcceptanceWorld, name: CastName) {
    this.customers.expect(name, { fleet: 'first model twice' });
  },
);

Given('{customer} has signed up', async function (this: AcceptanceWorld, name: CastName) {
  await this.customers.subscribe(name);
});

Given('{customer} is a customer of OptiInfra', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('act', Date.now());
  await noteBaseline(await this.customers.join(name), this);
});

Given('{customer} prefers {aim}', function (this: AcceptanceWorld, name: CastName, aim: 'cost' | 'performance') {
  this.customers.expect(name, { prefers: aim });
});

Given('{customer} has no preference', function (this: AcceptanceWorld, name: CastName) {
  this.customers.expect(name, { prefers: 'nothing' });
});

Given(
  '{customer} serves urgent requests from a machine of their own',
  function (this: AcceptanceWorld, name: CastName) {
    this.customers.expect(name, { fleet: 'by urgency' });
  },
);

Given(
  '{customer} wants every stage of a change to be watched for {duration}',
  async function (this: AcceptanceWorld, name: CastName, observation: Duration) {
    await this.customers.prefer(this.customers.named(name), { observation });
  },
);
