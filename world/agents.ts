import { setTimeout } from 'node:timers/promises';
import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Nonsense } from '../support/drivers/agents/answers';
import { RegisteredAgent } from '../support/drivers/agents/registered-agent';
import type { Answer } from '../support/drivers/rest';
import { Signal } from '../support/drivers/signal';
import { eventually } from '../support/eventually';
import { Agent, type AgentType, type Heartbeat } from './agent';
import type { Duration } from './amounts/duration';
import type { CastName } from './cast';
import type { Customers } from './customers';
import { unlessRefused } from './outcome';
import type { Subscriber } from './subscriber';
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
  readonly #pools = new Map<CastName, string>();
  readonly #agents = new Map<string, Agent>();
  readonly #held: (() => void)[] = [];
  /** Given whenever an agent receives or answers something. */
  readonly activity = new Signal();

  constructor(
    private readonly around: Surroundings,
    private readonly customers: Customers,
  ) {}

  /** Registers agents in the customer's own pool, one after the other. @param ownProcess whether each can be killed */
  async serve(name: CastName, agents: readonly string[], ownProcess = false): Promise<void> {
    const pool = await this.#poolOf(this.customers.subscriber(name));
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
    return await this.around.operator.agents(await this.#poolOf(this.customers.subscriber(name)));
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
    type Beat = Pick<Heartbeat, 'status' | 'current_tasks'>;
    const beats = await this.around.postgres.rows<Beat>('agent_heartbeats', { agent_id: agent.id });
    return beats.map(({ status, current_tasks }) => ({ status, current_tasks }));
  }

  /** They take tasks and answer none before `letAnswer`. */
  holdBack(names: readonly string[]): void {
    const released = new Promise<void>((resolve) => this.#held.push(resolve));
    this.each(names, (agent) => agent.behave({ kind: 'waiting', until: () => released }));
    this.around.ledger.owe('answers that are held back', async () => this.letAnswer());
  }

  /** They need so long for each task. */
  takeTime(names: readonly string[], time: Duration): void {
    const milliseconds = this.around.clock.wall(time);
    this.each(names, (agent) => agent.behave({ kind: 'waiting', until: () => setTimeout(milliseconds) }));
  }

  letAnswer(): void {
    for (const release of this.#held.splice(0)) release();
  }

  /** Waits until something is seen in the agents themselves. */
  async see<T>(what: string, look: () => T, until: (seen: T) => boolean, deadline: Duration): Promise<T> {
    const patience = { ...this.around.clock.within(deadline), wake: this.activity };
    return await eventually(what, async () => look(), until, patience);
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
    // One that has taken its leave already is refused.
    ledger.owe(`registration of ${name}`, () => serving.registration.deregister().catch(unlessRefused));
    this.#agents.set(name, new Agent({ name, type, hostname, pool, capabilities, serving }));
  }
}
