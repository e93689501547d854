import { Then } from '@cucumber/cucumber';
import { expect } from 'chai';
import { growth } from '../world/agents-at-work';
import type { Duration } from '../world/amounts/duration';
import { SOON, showTask } from '../world/analyses';
import type { AcceptanceWorld } from '../world/world';

Then(
  '{agents} should be given {int} of them each',
  async function (this: AcceptanceWorld, agents: readonly string[], share: number) {
    const counts = await this.work.given(agents, share, SOON);
    expect(counts, `analyses given to ${agents.join(', ')}`).to.deep.equal(agents.map(() => share));
  },
);

Then('nobody but {agent} should have been asked', function (this: AcceptanceWorld, agent: string) {
  const asked = this.agents.all.filter(({ received }) => received.length > 0).map(({ name }) => name);
  expect(asked, 'agents that were asked').to.deep.equal([agent]);
});

Then('{agents} should not have been asked', function (this: AcceptanceWorld, agents: readonly string[]) {
  const asked = agents.filter((name) => this.agents.named(name).received.length > 0);
  expect(asked, 'agents that were asked').to.deep.equal([]);
});

Then(
  '{agents} should do them in this order, each after the one before has answered',
  async function (this: AcceptanceWorld, agents: readonly string[]) {
    await this.analyses.ended(this.memory.recall('requested'));
    expect(this.work.order(), 'agents in the order in which they were asked').to.deep.equal(agents);
  },
);

Then(
  '{agent} should have been given what {agents} found',
  function (this: AcceptanceWorld, agent: string, givers: readonly string[]) {
    expect(this.work.finders(this.agents.named(agent)), `whose results ${agent} was given`).to.have.members(givers);
  },
);

Then('the answer of {agent} should have been refused before', async function (this: AcceptanceWorld, agent: string) {
  const task = await this.analyses.outcome(this.memory.recall('requested'));
  const tries = task.attempts.map(({ agent_id, outcome }) => ({ agent: this.agents.nameOf(agent_id), outcome }));
  expect(tries[0], `the first try (${showTask(task)})`).to.deep.equal({ agent, outcome: 'malformed' });
});

Then(
  '{agent} should have been given up after {duration}, within {duration} at most, and told so',
  async function (this: AcceptanceWorld, name: string, limit: Duration, most: Duration) {
    const task = await this.analyses.outcome(this.memory.recall('requested'));
    expect(task.attempts[0]?.outcome, `what came of asking ${name} (${showTask(task)})`).to.equal('timed_out');
    const waited = this.work.patienceWith(this.agents.named(name), this.memory.recall('act'));
    this.thresholds.atLeast('an agent that does not answer is waited for', waited, limit);
    this.thresholds.atMost('an agent that does not answer is waited for', waited, most);
  },
);

Then('{agent} should be told that nobody waits for it any more', async function (this: AcceptanceWorld, name: string) {
  const agent = this.agents.named(name);
  const told = () => agent.received.map(({ cancelledAt }) => (cancelledAt === undefined ? 'not told' : 'told'));
  const what = `${name} to be told that nobody waits for its analysis any more`;
  expect(await this.agents.see(what, told, (each) => each.includes('told'), SOON), what).to.deep.equal(['told']);
});

Then(
  '{agent} and {agent} should have been given it as one and the same task',
  function (this: AcceptanceWorld, one: string, other: string) {
    const ids = (name: string) => this.agents.named(name).received.map(({ task }) => task.task_id);
    expect(ids(other), `tasks that ${other} was given after ${one}`).to.deep.equal(ids(one)).and.have.length(1);
  },
);

Then(
  '{agent} should have been asked {int} times, each time after a clearly longer wait',
  function (this: AcceptanceWorld, name: string, times: number) {
    const waits = this.work.waits(this.agents.named(name));
    expect(waits.length + 1, `times that ${name} was asked`).to.equal(times);
    const shown = waits.map(String).join(', ');
    expect(growth(waits), `least growth of the waits before ${name} was asked again (${shown})`).to.be.above(1.2);
  },
);

Then(
  '{agent} should have been tried {int} times, and not again within {duration}',
  function (this: AcceptanceWorld, name: string, times: number, pause: Duration) {
    const agent = this.agents.named(name);
    const tries = this.work.triesAtFirst(agent, this.memory.recall('requested'), times + 1);
    expect(tries, `times that ${name} was tried for the first ${times + 1} analyses`).to.be.at.least(times);
    this.thresholds.atLeast(`${name} is left alone for`, this.work.pauseAfter(agent, times), pause);
  },
);

Then('{agent} should be given one after {duration}', function (this: AcceptanceWorld, name: string, pause: Duration) {
  const agent = this.agents.named(name);
  const last = this.work.pauseAfter(agent, agent.received.length - 1);
  this.thresholds.atLeast(`${name} is left alone for`, last, pause);
});

Then(
  '{agent} should be tried after {duration}, and then left alone again',
  async function (this: AcceptanceWorld, name: string, pause: Duration) {
    const agent = this.agents.named(name);
    const last = this.work.pauseAfter(agent, agent.received.length - 1);
    this.thresholds.atLeast(`${name} is left alone for`, last, pause);
    const { circuit } = await this.agents.sight(agent);
    expect(circuit, `the circuit to ${name} after its trial, which is open where it is left alone`).to.equal('open');
  },
);
