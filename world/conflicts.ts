import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Answer, Refusal } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { type Change, changeOf } from './changes';
import type { Customer } from './customer';
import { type Offer, offered } from './offers';
import { momentOf, type Optimization } from './rollout';
import type { Surroundings } from './surroundings';

export type Resolution = Answer<operations['getResolution']>;

/** What the customer wants to be done first, and what then, by the changes' names. */
export type Wish = Readonly<Record<string, string>>;

/** A conflict between offers, and how OptiInfra would settle it. */
export interface Settlement {
  readonly customer: Customer;
  readonly offers: readonly Offer[];
  readonly resolution: Resolution;
}

/** Offers that stand in each other's way, from the question to what was carried out. */
export class Conflicts {
  constructor(private readonly around: Surroundings) {}

  /** @throws Refusal where the wishes go round in a circle */
  async settle(customer: Customer, offers: readonly Offer[], wishes: readonly Wish[] = []): Promise<Settlement> {
    const depends_on = wishes.map(({ first = '', next = '' }) => ({
      recommendation_id: offered(offers, next).id,
      needs: offered(offers, first).id,
    }));
    const resolution: Resolution = await customer.call('resolveConflict', {
      body: { customer_id: customer.own.customerId, recommendation_ids: offers.map(({ id }) => id), depends_on },
    });
    return { customer, offers, resolution };
  }

  /** The customer approves. @throws Refusal where nothing may be carried out */
  async approve({ customer, resolution }: Settlement): Promise<void> {
    await customer.call('executeResolution', { body: { resolution_id: resolution.id } });
  }

  /** The operator tries the same. @throws Refusal */
  async approveAsOperator({ resolution }: Settlement): Promise<void> {
    await this.around.operator.execute(resolution.id);
  }

  /** An agent tries the same, with the key that all agents have. @throws Refusal */
  async approveAsAgent({ resolution }: Settlement): Promise<void> {
    const headers = { 'x-agent-key': this.around.addresses.secrets.agentKey };
    await this.around.api.call('executeResolution', { body: { resolution_id: resolution.id }, headers });
  }

  /** The customer calls off what was begun first. */
  async callOffFirst({ customer, resolution }: Settlement): Promise<void> {
    const [first] = (await this.now({ customer, resolution })).optimization_ids;
    if (!first) throw new Error(`Nothing of the resolution for ${customer.name} has begun`);
    await customer.call('cancelOptimization', { path: { optimization_id: first } });
  }

  /** Waits until it has come to its end, whichever that is. */
  async ended({ customer, resolution }: Settlement, deadline: Duration): Promise<Resolution> {
    return await eventually(
      `the resolution for ${customer.name} to end`,
      () => this.now({ customer, resolution }),
      ({ status }) => status === 'executed' || status === 'stopped',
      {
        ...this.around.clock.within(deadline),
        wake: customer.own.events,
        show: ({ status, problem, optimization_ids }) => `${status} ${problem ?? ''}, ${optimization_ids.length} begun`,
      },
    );
  }

  async now({ customer, resolution }: Pick<Settlement, 'customer' | 'resolution'>): Promise<Resolution> {
    return await customer.call('getResolution', { path: { resolution_id: resolution.id } });
  }

  /** The changes that have been begun, in the order of their beginning. */
  async begun({ customer }: Settlement): Promise<readonly Optimization[]> {
    const optimizations = await customer.call('listOptimizations');
    return [...optimizations].sort((one, other) => beginOf(one) - beginOf(other));
  }

  /** Names of the changes that are carried out, in their order. */
  order({ offers, resolution }: Settlement): readonly string[] {
    return resolution.execution_order.map((id) => nameOf(offers, id));
  }

  /** Names of the changes that are not carried out, sorted. */
  leftOut({ offers, resolution }: Settlement): readonly string[] {
    return resolution.left_out.map(({ recommendation_id }) => nameOf(offers, recommendation_id)).sort();
  }

  /** Why a change is not carried out, in words. @throws Error where it is */
  whyLeftOut({ offers, resolution }: Settlement, change: Change): string {
    const left = resolution.left_out.find(({ recommendation_id }) => nameOf(offers, recommendation_id) === change.name);
    if (!left) throw new AssertionError(`${change.name} was not left out: ${resolution.reason}`);
    return left.reason;
  }

  /** Names of the machines that go in part, sorted. @throws Error where nothing is done in part */
  part({ customer, resolution }: Settlement): readonly string[] {
    const part = resolution.hybrid_solution;
    if (!part)
      throw new AssertionError(
        `Nothing is carried out in part: ${resolution.resolution_strategy}, ${resolution.reason}`,
      );
    const names = [...customer.own.machines].filter(([, id]) => part.instance_ids.includes(id));
    return names.map(([name]) => name).sort();
  }

  /** Who has taken note of how the conflict ended, sorted; waits for those that are expected. */
  async told({ customer, resolution }: Settlement, expected: readonly string[]): Promise<readonly string[]> {
    const where = { resolution_id: resolution.id, event_type: 'resolution_executed' };
    const rows = await eventually(
      `all agents of ${customer.name} to be told`,
      () => this.around.postgres.rows<{ readonly agent_type: string }>('agent_events', where),
      (found) => found.length >= expected.length,
      {
        ...this.around.clock.within(SOON),
        show: (found) => `told: ${found.map(({ agent_type }) => agent_type).join(', ') || 'nobody'}`,
      },
    );
    return rows.map(({ agent_type }) => agent_type).sort();
  }

  /** The changes that wait for each other, as a refusal names them, each before the one that it needs first. */
  circle(offers: readonly Offer[], { detail }: Refusal): readonly string[] {
    const named = [...detail.matchAll(/"([^"]+)" needs/g)].map(([, title]) => title);
    return named.map((title) => changeNamed(offers, title));
  }
}

const SOON = Duration.parse('2 minutes');

function nameOf(offers: readonly Offer[], id: string): string {
  const offer = offers.find((each) => each.id === id);
  if (!offer) throw new AssertionError(`The resolution speaks of ${id}, which nobody asked about`);
  return changeOf(offer).name;
}

function changeNamed(offers: readonly Offer[], title: string | undefined): string {
  const offer = offers.find((each) => each.title === title);
  return offer ? changeOf(offer).name : `"${title}", which nobody asked about`;
}

/** The change, and how it ended. */
export function showEnd(optimization: Optimization): string {
  const { status } = optimization;
  return `${changeOf(optimization).name}: ${status === 'rolled_back' ? 'undone' : status}`;
}

/** Names of the changes that began before the one before them had ended. @param begun in the order of their beginning @throws AssertionError where it is not told when one began or ended */
export function overlapping(begun: readonly Timed[]): readonly string[] {
  return begun.flatMap((each, index) => {
    const before = begun[index - 1];
    return before && endOf(before) > beginOf(each) ? [changeOf(each).name] : [];
  });
}

type Timed = Pick<Optimization, 'type' | 'started_at' | 'completed_at'>;

function beginOf(optimization: Timed): number {
  return momentOf(`the ${changeOf(optimization).name} began`, optimization.started_at);
}

function endOf(optimization: Timed): number {
  return momentOf(`the ${changeOf(optimization).name} ended`, optimization.completed_at);
}
