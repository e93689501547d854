import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { Money } from '../world/amounts/money';
import type { Percent } from '../world/amounts/percent';
import { SOON, showTask, type Wish } from '../world/analyses';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

When('{customer} asks for a {analysis} analysis', async function (this: AcceptanceWorld, name: CastName, kind: string) {
  this.memory.remember('requested', await this.analyses.request(this.customers.subscriber(name), kind));
});

When(
  '{customer} asks for a {analysis} analysis, for which an agent may take {duration}',
  async function (this: AcceptanceWorld, name: CastName, kind: string, limit: Duration) {
    this.memory.remember('act', Date.now());
    this.memory.remember('requested', await this.analyses.request(this.customers.subscriber(name), kind, limit));
  },
);

When(
  '{customer} asks for {int} {analysis} analyses at once',
  async function (this: AcceptanceWorld, name: CastName, times: number, kind: string) {
    this.memory.remember('requested', await this.analyses.requestAtOnce(this.customers.subscriber(name), kind, times));
  },
);

When(
  '{customer} keeps asking for analyses until {agent} has been tried {int} times',
  async function (this: AcceptanceWorld, name: CastName, agentName: string, times: number) {
    const trials = { agent: this.agents.named(agentName), times };
    this.memory.remember('requested', await this.analyses.askUntilTried(this.customers.subscriber(name), trials));
  },
);

When('{customer} asks for these analyses:', async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
  const wishes = table.hashes() as unknown as readonly Wish[];
  this.memory.remember('requested', await this.analyses.requestSeveral(this.customers.subscriber(name), wishes));
});

When(
  '{customer} tries to ask for these analyses:',
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const wishes = table.hashes() as unknown as readonly Wish[];
    await this.outcome.of(this.analyses.requestSeveral(this.customers.subscriber(name), wishes));
  },
);

When(
  '{customer} asks for these analyses one after another:',
  async function (this: AcceptanceWorld, name: CastName, table: DataTable) {
    const wishes = table.hashes() as unknown as readonly Wish[];
    const by = this.customers.subscriber(name);
    this.memory.remember('requested', await this.analyses.requestSeveral(by, wishes, 'sequential'));
  },
);

When('{customer} asks for each kind of analysis at once', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('requested', await this.analyses.requestEachKind(this.customers.named(name)));
});

Given(
  '{customer} has asked for a {analysis} analysis, which waits for an agent',
  async function (this: AcceptanceWorld, name: CastName, kind: string) {
    const requested = await this.analyses.request(this.customers.subscriber(name), kind);
    this.memory.remember('requested', requested);
    await this.analyses.waitsForAgent(requested);
  },
);

Given(
  '{customer} has asked for a {analysis} analysis, which {agent} has in work',
  async function (this: AcceptanceWorld, name: CastName, kind: string, agent: string) {
    this.memory.remember('requested', await this.analyses.request(this.customers.subscriber(name), kind));
    await this.work.given([agent], 1, SOON);
  },
);

Given(
  '{customer} has asked for {int} {analysis} analyses, of which {agents} have {int} each in work',
  async function (
    this: AcceptanceWorld,
    name: CastName,
    times: number,
    kind: string,
    agents: readonly string[],
    each: number,
  ) {
    this.memory.remember('requested', await this.analyses.requestAtOnce(this.customers.subscriber(name), kind, times));
    await this.work.given(agents, each, SOON);
  },
);

Given(
  '{customer} has seen {agent} fail {int} times in a row',
  async function (this: AcceptanceWorld, name: CastName, agentName: string, failures: number) {
    const agent = this.agents.named(agentName);
    agent.behave({ kind: 'cut off' });
    await this.analyses.askUntilTried(this.customers.subscriber(name), { agent, times: failures });
  },
);

When('{customer} calls the analysis off', async function (this: AcceptanceWorld, _name: CastName) {
  await this.analyses.callOff(this.memory.recall('requested'));
});

Then(
  '{customer} should be told that it goes to the {word} agent',
  function (this: AcceptanceWorld, name: CastName, type: string) {
    const { analyses } = this.memory.recall('requested');
    expect(
      analyses.map(({ routed_to_agent }) => routed_to_agent),
      `who does it, as ${name} is told`,
    ).to.deep.equal([type]);
  },
);

Then('the analysis should be completed by {agent}', async function (this: AcceptanceWorld, agent: string) {
  const task = await this.analyses.outcome(this.memory.recall('requested'));
  expect(task.status, `the end of the analysis (${showTask(task)})`).to.equal('completed');
  expect(this.agents.nameOf(task.agent_id), `who completed the analysis (${showTask(task)})`).to.equal(agent);
});

Then('all of them should be completed', async function (this: AcceptanceWorld) {
  const tasks = await this.analyses.ended(this.memory.recall('requested'));
  const failed = tasks.filter(({ status }) => status !== 'completed').map(showTask);
  expect(failed, 'analyses that were not completed').to.deep.equal([]);
});

Then('all of them should be completed when the agents answer', async function (this: AcceptanceWorld) {
  this.agents.letAnswer();
  const tasks = await this.analyses.ended(this.memory.recall('requested'));
  const failed = tasks.filter(({ status }) => status !== 'completed').map(showTask);
  expect(failed, 'analyses that were not completed').to.deep.equal([]);
});

Then('all of them should be completed by {agent}', async function (this: AcceptanceWorld, agent: string) {
  const tasks = await this.analyses.ended(this.memory.recall('requested'));
  const others = tasks.filter(
    ({ status, agent_id }) => status !== 'completed' || this.agents.nameOf(agent_id) !== agent,
  );
  expect(others.map(showTask), `analyses that ${agent} did not complete`).to.deep.equal([]);
});

Then('the analysis should be cancelled', async function (this: AcceptanceWorld) {
  const task = await this.analyses.outcome(this.memory.recall('requested'));
  expect(task.status, `the end of the analysis (${showTask(task)})`).to.equal('cancelled');
});

Then('both should fail, the second because of the first', async function (this: AcceptanceWorld) {
  const [first, second] = await this.analyses.ended(this.memory.recall('requested'));
  expect([first?.status, second?.status], 'the ends of the analyses').to.deep.equal(['failed', 'failed']);
  const analysis = first?.analysis_type?.replaceAll('_', ' ');
  expect(second?.error, 'why the second one failed').to.match(new RegExp(`${analysis} analysis .* was not completed`));
});

Then('asking should be refused because of the circle of all three', function (this: AcceptanceWorld) {
  const act = 'asking for analyses that need each other in a circle';
  this.outcome.refusedWith(act, [400], /circle: (\w+)( -> \w+){2} -> \1$/);
});

Then(
  'the analysis should have failed after {int} tries, {int} of each agent',
  async function (this: AcceptanceWorld, tries: number, each: number) {
    const task = await this.analyses.outcome(this.memory.recall('requested'));
    expect(task.status, `the end of the analysis (${showTask(task)})`).to.equal('failed');
    const counts = this.agents.all.map(({ received }) => received.length);
    expect(task.attempts.length, `how often the analysis was tried (${showTask(task)})`).to.equal(tries);
    expect(counts, `tries of each agent (${showTask(task)})`).to.deep.equal(counts.map(() => each));
  },
);

Then('{customer} should have been told that it is completed', async function (this: AcceptanceWorld, name: CastName) {
  const [{ routed_to_agent } = {}] = this.memory.recall('requested').analyses;
  const { message } = await this.trail.told(this.customers.subscriber(name), 'task.completed', SOON);
  expect(message, `what ${name} was told`).to.include(`${routed_to_agent} agent has completed`);
});

Then(
  '{customer} should have been told just once of each that it is completed',
  async function (this: AcceptanceWorld, _name: CastName) {
    const { asked, told } = await this.analyses.toldCompleted(this.memory.recall('requested'));
    expect(told, 'analyses of which it was told that they are completed').to.deep.equal(asked);
  },
);

Then('{customer} should have been told why it failed', async function (this: AcceptanceWorld, name: CastName) {
  const { message } = await this.trail.told(this.customers.subscriber(name), 'task.failed', SOON);
  expect(message, `what ${name} was told`).to.match(/The cloud does not answer/);
});

Then(
  'the cost agent should have found a spend of {money} a month',
  async function (this: AcceptanceWorld, spend: Money) {
    const found = await this.analyses.spendFound(this.memory.recall('requested'));
    this.thresholds.exactly('the spend that the cost agent found is', found, spend);
  },
);

Then(
  'the application agent should have found the answers to be {percent} right',
  async function (this: AcceptanceWorld, quality: Percent) {
    const found = await this.analyses.qualityFound(this.memory.recall('requested'));
    this.thresholds.exactly('the quality that the application agent found is', found, quality);
  },
);
