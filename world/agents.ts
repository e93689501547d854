import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Nonsense } from '../support/drivers/agents/answers';
import { RegisteredAgent } from '../support/drivers/agents/registered-agent';
import type { Answer } from '../support/drivers/rest';
import { Signal } from '../support/drivers/signal';
import { eventually } from '../support/eventually';
import { Agent, type AgentType } from './agent';
import type { Duration } from './amounts/duration';
import { type CastName, castMember } from './cast';
import { enrol } from './enrolment';
import { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

export type { Nonsense };
/** An agent as the operator sees it. */
export type ListedAgent = Answer<operations['listAgents']>[number];

const ANALYSES: Readonly<Record<AgentType, string>> = {
  cost: 'analyze_cost',
  performance: 'analyze_performance',
  resource: 'analyze_resources',
  application: 'analyze_quality',
};

/** Customers with agents of their own, so that no scenario's bad agent gets anybody else's work. */
export class Agents {
  readonly #subscribers = new Map<CastName, Subscriber>();
  readonly #pools = new Map<CastName, string>();
  readonly #agents = new Map<string, Agent>();
  readonly #held: (() => void)[] = [];
  /** Given whenever an agent receives or answers something. */
  readonly activity = new Signal();

  constructor(private readonly around: Surroundings) {}

  get subscribers(): readonly Subscriber[] {
    return [...this.#subscribers.values()];
  }

  async subscribe(name: CastName): Promise<void> {
    const enrolled = await enrol(this.around, castMember(name));
    this.#subscribers.set(name, new Subscriber(name, enrolled, this.around.api));
  }

  /** @throws Error when the customer has not signed up in this scenario */
  subscriber(name: CastName): Subscriber {
    const subscriber = this.#subscribers.get(name);
    if (!subscriber) throw new Error(`${name} has not signed up. Start with "Given ${name} has signed up"`);
    return subscriber;
  }

  /** Registers agents in the customer's own pool, one after the other. @param ownProcess whether each can be killed */
  async serve(name: CastName, agents: readonly string[], ownProcess = false): Promise<void> {
    const pool = await this.#poolOf(this.subscriber(name));
    for (const agent of agents) await this.#start(agent, pool, ownProcess);
  }

  /** @throws Error naming the agents that there are */
  named(name: string): Agent {
    const agent = this.#agents.get(name);
    if (!agent) throw new Error(`There is no agent ${name}, only ${[...this.#agents.keys()].join(', ') || 'none'}`);
    return agent;
  }

  each(names: readonly string[], act: (agent: Agent) => void): void {
    for (const name of names) act(this.named(name));
  }

  /** What the scenario calls the agent; "another agent" where it is none of the scenario's. */
  nameOf(agentId: string | undefined): string {
    return this.all.find((agent) => agent.is(agentId))?.name ?? 'another agent';
  }

  get all(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  /** The customer's agents, as the operator sees them. */
  async seen(name: CastName): Promise<readonly ListedAgent[]> {
    return await this.around.operator.agents(await this.#poolOf(this.subscriber(name)));
  }

  /** How the operator sees one agent. @throws Error when it is not listed */
  async sight(agent: Agent): Promise<ListedAgent> {
    const listed = (await this.around.operator.agents(agent.pool)).find(({ agent_id }) => agent.is(agent_id));
    if (!listed) throw new AssertionError(`OptiInfra does not list the agent ${agent.name}`);
    return listed;
  }

  /** Waits until an agent is called unreachable, for so many intervals since its last heartbeat. @returns how long it was silent */
  async missedAfter(agent: Agent, intervals: number): Promise<Duration> {
    const { lastBeatAt: since, interval } = agent.registration;
    await eventually(
      `${agent.name} to be called unreachable`,
      () => this.sight(agent),
      ({ status }) => status === 'unreachable',
      {
        within: intervals * interval,
        since,
        deadline: `${intervals} heartbeat intervals`,
        show: ({ status }) => status,
      },
    );
    return this.around.clock.since(since);
  }

  /** So many heartbeat intervals, in the world's time. */
  intervals(agent: Agent, count: number): Duration {
    return this.around.clock.between(0, count * agent.registration.interval);
  }

  /** Heartbeats of an agent that are on record. */
  async heartbeats(agent: Agent) {
    return await this.around.postgres.rows<{ readonly status: string; readonly current_tasks: number }>(
      'agent_heartbeats',
      { agent_id: agent.id },
    );
  }

  /** They take tasks and answer none before `letAnswer`. */
  holdBack(names: readonly string[]): void {
    const until = new Promise<void>((resolve) => this.#held.push(resolve));
    for (const name of names) this.named(name).behave({ kind: 'waiting', until });
    this.around.ledger.owe('answers that are held back', async () => this.letAnswer());
  }

  letAnswer(): void {
    for (const release of this.#held.splice(0)) release();
  }

  /** Waits until something is seen in the agents themselves. */
  async see<T>(what: string, look: () => T, until: (seen: T) => boolean, deadline: Duration): Promise<T> {
    const within = this.around.clock.wall(deadline);
    return await eventually(what, async () => look(), until, {
      within,
      wake: this.activity,
      deadline: String(deadline),
    });
  }

  async #poolOf(subscriber: Subscriber): Promise<string> {
    const known = this.#pools.get(subscriber.name);
    if (known) return known;
    const pool = this.around.unique(`agents of ${subscriber.name}`);
    await this.around.operator.assignPool(subscriber.own.customerId, pool);
    this.#pools.set(subscriber.name, pool);
    return pool;
  }

  async #start(name: string, pool: string, ownProcess: boolean): Promise<void> {
    const { addresses, api, ledger, unique } = this.around;
    const { agentKey } = addresses.secrets;
    const type = name.split('-')[0] as AgentType;
    const hostname = unique(name);
    const capabilities = [ANALYSES[type]];
    const form = { agent_type: type, version: '1.0', capabilities, hostname, pool };
    const onChange = () => this.activity.give();
    const serving = await RegisteredAgent.start({ name, agentKey, ownProcess, onChange, api, form });
    ledger.owe(`agent ${name}`, () => serving.scripted.stop());
    ledger.owe(`registration of ${name}`, () => serving.registration.deregister());
    this.#agents.set(name, new Agent({ name, type, hostname, pool, capabilities, serving }));
  }
}
