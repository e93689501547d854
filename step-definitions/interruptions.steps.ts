import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { actOf } from '../world/acts';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

When('OptiInfra crashes in the middle of writing down that:', async function (this: AcceptanceWorld, table: DataTable) {
  const rows = table.raw() as unknown as readonly (readonly [CastName, string])[];
  const acts = rows.map(([name, deed]) => actOf(name, deed, this));
  this.memory.remember('acts', acts);
  await this.interruptions.crashInTheMiddleOf(acts);
});

Then('nothing of it should be on record, not even in part', async function (this: AcceptanceWorld) {
  const recorded = await this.interruptions.recorded(this.memory.recall('acts'));
  expect(recorded, 'what is on record in part').to.deep.equal([]);
});

When('all of it is done again', async function (this: AcceptanceWorld) {
  await this.interruptions.doAgain(this.memory.recall('acts'));
});

Then('all of it should be on record, each wholly', async function (this: AcceptanceWorld) {
  const acts = this.memory.recall('acts');
  const whole = acts.map(({ what, parts }) => `${what}: ${parts.join(', ')}`);
  expect(await this.interruptions.recorded(acts), 'what is on record').to.deep.equal(whole);
});
