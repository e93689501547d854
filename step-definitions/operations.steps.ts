import { Given, When } from '@cucumber/cucumber';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { AGENTS } from '../world/operations';
import type { AcceptanceWorld } from '../world/world';

Given('another orchestrator is running', async function (this: AcceptanceWorld) {
  await this.operations.addOrchestrator();
});

When('the orchestrator that carries out {change} crashes', async function (this: AcceptanceWorld, _change: Change) {
  await this.operations.crashWhoeverIsAt('change');
  this.memory.remember('act', Date.now());
});

When('the orchestrator that undoes {change} crashes', async function (this: AcceptanceWorld, _change: Change) {
  await this.operations.crashWhoeverIsAt('undoing');
  this.memory.remember('act', Date.now());
});

When('the only orchestrator crashes and is started again', async function (this: AcceptanceWorld) {
  this.memory.remember('act', Date.now());
  await this.operations.crashAndStartAgain();
});

When('an orchestrator that has analyses in work crashes', async function (this: AcceptanceWorld) {
  await this.operations.crashWhoeverIsAt('analyses');
});

When(
  'all four agents crash and are started again once OptiInfra has tried in vain to reach them',
  async function (this: AcceptanceWorld) {
    const rollout = this.memory.recall('rollout');
    await this.operations.crashUntilMissed(AGENTS, async () => (await rollout.optimization()).status !== 'executing');
    this.memory.remember('act', Date.now());
  },
);

When('the runtime of {customer} crashes and is started again', async function (this: AcceptanceWorld, _name: CastName) {
  await this.operations.crashBriefly(['runtime']);
  this.memory.remember('act', Date.now());
});

Given('the portal has crashed and is started again', async function (this: AcceptanceWorld) {
  await this.operations.crashBriefly(['portal']);
});
