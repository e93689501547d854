import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import type { Duration } from './amounts/duration';
import { Money } from './amounts/money';
import { changeOf } from './changes';
import type { Customer } from './customer';
import type { Offer, Offers } from './offers';
import type { Surroundings } from './surroundings';

const EVERY_AGENT = ['cost', 'performance', 'resource', 'application'] as const;
const VALIDATORS: readonly string[] = ['performance', 'application'];

/** An offer as a table has it: the change, the machines that it concerns, what it saves a month. */
export type Line = readonly [change: string, machines: string, savings: string];

type AgentHealth = Answer<operations['getDashboard']>['agents'][number];

/** All that OptiInfra's agents do for one customer together. */
export class Portfolio {
  constructor(
    private readonly around: Surroundings,
    private readonly offers: Offers,
  ) {}

  /** Every agent looks at what the customer runs; waits for the end of all. */
  async analyse(customer: Customer): Promise<void> {
    await Promise.all(EVERY_AGENT.map((agent) => this.offers.analyse(customer, agent)));
  }

  /** Waits until there are so many offers, and other agents have looked at each; those that save most first. */
  async offered(customer: Customer, count: number, deadline: Duration, since: number): Promise<readonly Offer[]> {
    const offers = await eventually(
      `${count} changes to be offered to ${customer.name}, and looked at by other agents`,
      async () => (await customer.call('listRecommendations')).filter(({ status }) => status === 'pending'),
      (found) => found.length >= count && found.every(isLookedAt),
      {
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: (found) => this.lines(customer, found).join('; ') || 'nothing is offered',
      },
    );
    return offers.toSorted((one, other) => other.estimated_savings - one.estimated_savings);
  }

  lines(customer: Customer, offers: readonly Offer[]): readonly Line[] {
    return offers.map(
      (offer): Line => [
        changeOf(offer).name,
        this.offers.machines(customer, offer).join(', '),
        String(Money.ofDollars(offer.estimated_savings)),
      ],
    );
  }

  /** The first of some offers that no agent objects to. @throws AssertionError where there is none */
  best(offers: readonly Offer[]): Offer {
    const offer = offers.find(({ validations }) => validations.every(({ approved }) => approved));
    if (offer) return offer;
    throw new AssertionError('Nothing is offered that all agents agree to');
  }

  /** Waits until every agent has been heard of since a moment. @throws AssertionError unless all four are well then */
  async watched(customer: Customer, since: number, deadline: Duration): Promise<readonly AgentHealth[]> {
    const agents = await eventually(
      `all four agents to be heard of by ${customer.name}`,
      async () => (await customer.call('getDashboard')).agents,
      (found) => found.length > 0 && found.every((agent) => heardOf(agent) > since),
      { ...this.around.clock.within(deadline), show: (found) => found.map(showAgent).join(', ') },
    );
    const types = agents.map(({ agent_type }) => agent_type).toSorted();
    if (String(types) === String([...EVERY_AGENT].toSorted())) return agents;
    throw new AssertionError(`Each of the four agents should watch over ${customer.name} once, but it was ${types}`);
  }
}

export function showAgent({ agent_type, status }: AgentHealth): string {
  return `${agent_type} ${status}`;
}

function heardOf({ last_heartbeat_at }: AgentHealth): number {
  return last_heartbeat_at === undefined ? 0 : Date.parse(last_heartbeat_at);
}

function isLookedAt({ validations }: Offer): boolean {
  return VALIDATORS.every((agent) => validations.some(({ agent_type }) => agent_type === agent));
}
