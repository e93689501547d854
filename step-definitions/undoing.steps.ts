import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { assertEnd, STEPS, stepName } from '../world/rollout';
import { SOON } from '../world/trail';
import type { AcceptanceWorld } from '../world/world';

When('{customer} calls {change} off', async function (this: AcceptanceWorld, _name: CastName, _change: Change) {
  this.memory.remember('act', Date.now());
  await this.rollouts.callOff(this.memory.recall('rollout'));
});

Given(
  '{customer} has called {change} off, and OptiInfra has failed {int} times to undo it',
  async function (this: AcceptanceWorld, name: CastName, _change: Change, times: number) {
    await this.rollouts.callOff(this.memory.recall('rollout'));
    await this.trail.failsToUndo(this.customers.named(name), times);
  },
);

Given('{customer} has called {change} off', async function (this: AcceptanceWorld, _name: CastName, _change: Change) {
  await this.rollouts.callOff(this.memory.recall('rollout'));
});

When('{customer} tries to call {change} off', async function (this: AcceptanceWorld, _name: CastName, _change: Change) {
  await this.outcome.of(this.rollouts.callOff(this.memory.recall('rollout')));
});

Then('calling it off should be refused because it has ended', function (this: AcceptanceWorld) {
  this.outcome.refusedWith('calling off a change that has ended', [409], /ended|completed/i);
});

Then(
  '{change} should be handed to a person within {duration}',
  async function (this: AcceptanceWorld, change: Change, deadline: Duration) {
    const rollout = this.memory.recall('rollout');
    const optimization = await this.rollouts.ended(rollout, deadline, this.memory.recall('act'));
    assertEnd(change, optimization, 'needs_attention');
  },
);

Then(
  '{customer} should have been told that a person is needed',
  async function (this: AcceptanceWorld, name: CastName) {
    const { message } = await this.trail.told(this.customers.named(name), 'optimization.needs_attention', SOON);
    expect(message, `what ${name} was told`).to.match(/person/i);
  },
);

Then(
  'OptiInfra should not claim to {customer} that the change was rolled back',
  async function (this: AcceptanceWorld, _name: CastName) {
    const told = (await this.trail.toldOf(this.memory.recall('rollout'))).map(({ type }) => type);
    expect(told, 'what was told of the change').not.to.include('optimization.rolled_back');
  },
);

Then('OptiInfra should have found the original state restored', async function (this: AcceptanceWorld) {
  const { result } = await this.memory.recall('rollout').optimization();
  expect(result?.original_state_restored, `finding of OptiInfra (${result?.error})`).to.equal(true);
});

Then(
  'these steps should have been undone for {customer} in this order:',
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const undone = await this.trail.undone(this.memory.recall('rollout'));
    expect(undone.map(stepName), `steps undone for ${name}`).to.deep.equal(table.raw().flat());
  },
);

Then('no other step should have been begun', async function (this: AcceptanceWorld) {
  const rollout = this.memory.recall('rollout');
  const undone = await this.trail.undone(rollout);
  const { execution_steps } = await rollout.optimization();
  const begun = execution_steps.filter(({ name, started_at }) => started_at && !undone.includes(name));
  const watching = begun.filter(({ name }) => !name.startsWith('validate_'));
  expect(
    watching.map(({ name }) => stepName(name)),
    'steps begun and not undone',
  ).to.deep.equal([]);
});

Then(
  'the audit trail of {customer} should tell the approval, each step and each undoing',
  async function (this: AcceptanceWorld, name: CastName) {
    const undone = await this.trail.undone(this.memory.recall('rollout'));
    const actions = await this.trail.actions(this.customers.named(name));
    const { execution_steps } = await this.memory.recall('rollout').optimization();
    const begun = execution_steps.filter(({ started_at }) => started_at).length;
    const count = (action: string) => actions.filter((each) => each === action).length;
    expect(
      {
        approvals: count('recommendation.approved'),
        steps: count('step.started'),
        undoings: count('step.compensated'),
      },
      `audit trail of ${name} (${actions.join(', ')})`,
    ).to.deep.equal({ approvals: 1, steps: begun, undoings: undone.length });
  },
);

Then(
  '{customer} should not have been told before that {string}, and with it the whole change, was undone',
  async function (this: AcceptanceWorld, name: CastName, step: string) {
    const told = await this.trail.toldUndone(this.memory.recall('rollout'), STEPS[step] ?? step);
    const early = told.filter((at) => at < this.memory.recall('act'));
    expect({ told: told.length, early }, `what ${name} was told of the undoing of "${step}"`).to.deep.equal({
      told: 2,
      early: [],
    });
  },
);

Then(
  'the audit trail of {customer} should tell every failed try to undo {string}, and then its success',
  async function (this: AcceptanceWorld, name: CastName, step: string) {
    const tries = await this.trail.triesToUndo(this.customers.named(name), STEPS[step] ?? step);
    expect(tries.join(', '), `tries to undo "${step}" in the audit trail of ${name}`).to.match(/^(failed, ){2,}done$/);
  },
);
