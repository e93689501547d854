import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Nonsense } from '../world/agents';
import type { Duration } from '../world/amounts/duration';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { AcceptanceWorld } from '../world/world';

Given(
  'the agent(s) {agents} serve(s) {customer} alone',
  async function (this: AcceptanceWorld, agents: readonly string[], name: CastName) {
    await this.agents.serve(name, agents);
  },
);

Given(
  'the agents {agents} serve {customer} alone, each as a process of its own',
  async function (this: AcceptanceWorld, agents: readonly string[], name: CastName) {
    await this.agents.serve(name, agents, true);
  },
);

When(
  'the agent {agent} registers to serve {customer}',
  async function (this: AcceptanceWorld, agent: string, name: CastName) {
    await this.agents.serve(name, [agent]);
  },
);

When(
  '{agent} registers again as version {word}',
  async function (this: AcceptanceWorld, agent: string, version: string) {
    await this.agents.named(agent).registration.register({ version });
  },
);

Given('{agent} has taken its leave', async function (this: AcceptanceWorld, agent: string) {
  await this.agents.named(agent).registration.deregister();
});

Given('{agent} answers {nonsense}', function (this: AcceptanceWorld, agent: string, how: Nonsense) {
  this.agents.named(agent).behave({ kind: 'nonsense', how });
});

Given('{agent} never answers', function (this: AcceptanceWorld, agent: string) {
  this.agents.named(agent).behave({ kind: 'silent' });
});

Given('{agents} hold(s) their/its answers back', function (this: AcceptanceWorld, agents: readonly string[]) {
  this.agents.holdBack(agents);
});

Given(
  '{agents} take(s) {duration} to answer',
  function (this: AcceptanceWorld, agents: readonly string[], time: Duration) {
    this.agents.takeTime(agents, time);
  },
);

Given('{agent} fails the first {int} times', function (this: AcceptanceWorld, agent: string, times: number) {
  this.agents.named(agent).behave({ kind: 'failing' }, times);
});

Given('{agents} fail(s) every time', function (this: AcceptanceWorld, agents: readonly string[]) {
  this.agents.each(agents, (agent) => agent.behave({ kind: 'failing' }));
});

Given('{agent} fails for good', function (this: AcceptanceWorld, agent: string) {
  this.agents.named(agent).behave({ kind: 'failing', forGood: true });
});

Given('{agent} is cut off, though its heartbeats arrive', function (this: AcceptanceWorld, agent: string) {
  this.agents.named(agent).behave({ kind: 'cut off' });
});

Given('{agent} can be reached again', function (this: AcceptanceWorld, agent: string) {
  this.agents.named(agent).behave({ kind: 'well' });
});

When('{agent} crashes', async function (this: AcceptanceWorld, agent: string) {
  await this.agents.named(agent).crash();
});

When(
  '{agent} reports {int} tasks in work and a load of {percent}',
  async function (this: AcceptanceWorld, agent: string, tasks: number, load: Percent) {
    const heartbeat = { status: 'active', current_tasks: tasks, load: load.share } as const;
    this.memory.remember('heartbeat', heartbeat);
    await this.agents.named(agent).registration.beat(heartbeat);
  },
);

When('{agent} sends no more heartbeats', function (this: AcceptanceWorld, agent: string) {
  this.agents.named(agent).registration.fallSilent();
});

Given(
  '{agent} has missed its heartbeats and is called unreachable',
  async function (this: AcceptanceWorld, agent: string) {
    this.agents.named(agent).registration.fallSilent();
    await this.agents.missedAfter(this.agents.named(agent), 4);
  },
);

When('{agent} sends a heartbeat again', async function (this: AcceptanceWorld, agent: string) {
  await this.agents.named(agent).registration.beat();
});

Then(
  'Olive should see {agent} as unreachable before a fourth heartbeat is missing',
  async function (this: AcceptanceWorld, agent: string) {
    this.memory.remember('silence', await this.agents.missedAfter(this.agents.named(agent), 4));
  },
);

Then(
  '{agent} should have been silent for one and a half intervals at least',
  function (this: AcceptanceWorld, agent: string) {
    const least = this.agents.intervals(this.agents.named(agent), 1.5);
    this.thresholds.atLeast(
      'an agent is silent before it is called unreachable for',
      this.memory.recall('silence'),
      least,
    );
  },
);

Then('Olive should see {agent} as {word}', async function (this: AcceptanceWorld, agent: string, status: string) {
  const seen = await this.agents.sight(this.agents.named(agent));
  expect(seen.status, `how Olive sees ${agent}`).to.equal(status);
});

Then(
  'Olive should see {agent} as active, of version {word}, able to do just what it said',
  async function (this: AcceptanceWorld, name: string, version: string) {
    const agent = this.agents.named(name);
    const { status, version: seen, hostname, agent_type, capabilities } = await this.agents.sight(agent);
    const { type, hostname: own, capabilities: said } = agent;
    expect({ status, version: seen, hostname, agent_type, capabilities }, `how Olive sees ${name}`).to.deep.equal({
      status: 'active',
      version,
      hostname: own,
      agent_type: type,
      capabilities: said,
    });
  },
);

Then('{customer} should have just one agent', async function (this: AcceptanceWorld, name: CastName) {
  const agents = (await this.agents.seen(name)).map(({ hostname, status }) => `${hostname} (${status})`);
  expect(agents, `agents of ${name}`).to.have.length(1);
});

Then(
  'Olive should see {agent} with {int} tasks in work and a load of {percent}',
  async function (this: AcceptanceWorld, agent: string, tasks: number, load: Percent) {
    const { current_tasks, load: seen } = await this.agents.sight(this.agents.named(agent));
    expect({ current_tasks, load: seen }, `how busy Olive sees ${agent}`).to.deep.equal({
      current_tasks: tasks,
      load: load.share,
    });
  },
);

Then('this heartbeat of {agent} should be on record', async function (this: AcceptanceWorld, agent: string) {
  const { status, current_tasks } = this.memory.recall('heartbeat');
  const beats = await this.agents.heartbeats(this.agents.named(agent));
  expect(beats, `heartbeats of ${agent} on record`).to.deep.include({ status, current_tasks });
});

Then('Olive should see {agent} as trusted again', async function (this: AcceptanceWorld, agent: string) {
  const { circuit } = await this.agents.sight(this.agents.named(agent));
  expect(circuit, `the circuit to ${agent}, which is closed where an agent is trusted`).to.equal('closed');
});

Then(
  'the audit trail of {customer} should tell that Olive gave it agents of its own',
  async function (this: AcceptanceWorld, name: CastName) {
    const entries = await this.customers.subscriber(name).call('listAuditEntries');
    const changes = entries.filter(({ action }) => action === 'agent_pool.changed');
    expect(
      changes.map(({ actor_type }) => actor_type),
      `who gave ${name} agents of its own, by the audit trail`,
    ).to.deep.equal(['operator']);
  },
);
