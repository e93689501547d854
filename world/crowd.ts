import { AssertionError } from 'chai';
import { Duration } from './amounts/duration';
import { CAST } from './cast';
import { type Change, changeNamed } from './changes';
import type { Customer } from './customer';
import type { Customers } from './customers';
import { noteBaseline } from './note-baseline';
import type { Offer, Offers } from './offers';
import { type Rollout, showProgress } from './rollout';
import type { Rollouts } from './rollouts';
import type { Serving } from './serving';
import type { Spend } from './spend';

/** A customer, and what it is offered, in the words of sentences. */
export interface Wanted {
  readonly customer: string;
  readonly change: string;
  /** That the offer concerns, all of them. */
  readonly machines: string;
}

interface Waiting {
  readonly customer: Customer;
  readonly change: Change;
  readonly offer: Offer;
}

/** How long the slowest may take before a scenario gives up on it; nothing is promised about it. */
const PATIENCE = Duration.parse('20 minutes');

/** What became of a change that was carried through. */
export const COMPLETED = 'completed';

interface Ways {
  readonly customers: Customers;
  readonly offers: Offers;
  readonly rollouts: Rollouts;
  readonly spend: Spend;
  readonly serving: Serving;
}

/** Several customers that do the same at the same time. */
export class Crowd {
  #waiting: readonly Waiting[] = [];
  #approved: readonly (Waiting & { readonly rollout: Rollout })[] = [];

  constructor(private readonly ways: Ways) {}

  /** All of them join, and are offered what is wanted. */
  async gather(wanted: readonly Wanted[]): Promise<void> {
    this.#waiting = await Promise.all(wanted.map((each) => this.#offer(each)));
  }

  async approve(): Promise<void> {
    this.#approved = await Promise.all(
      this.#waiting.map(async (each) => ({
        ...each,
        rollout: await this.ways.rollouts.approve(each.customer, each.offer),
      })),
    );
  }

  /** Waits for all ends. @returns for each change whose it is, what it is, and what became of it */
  async ends(): Promise<readonly string[]> {
    const since = Date.now();
    return await Promise.all(
      this.#approved.map(async ({ customer, change, rollout }) => {
        const end = await this.ways.rollouts.ended(rollout, PATIENCE, since);
        return `${change.name} of ${customer.name}: ${end.status === 'completed' ? COMPLETED : showProgress(end)}`;
      }),
    );
  }

  /** Names of those that do not pay less than before, by what really runs in their accounts. @throws AssertionError of nobody */
  async notCheaper(): Promise<readonly string[]> {
    if (this.#approved.length === 0) throw new AssertionError('Nobody has approved anything');
    const bills = await Promise.all(
      this.#approved.map(async ({ customer }) => ({ customer, now: (await this.ways.spend.bill(customer)).total })),
    );
    return bills
      .filter(({ customer, now }) => now.valueOf() >= customer.before.spend.valueOf())
      .map(({ customer, now }) => `${customer.name}: ${now}, before ${customer.before.spend}`);
  }

  async #offer({ customer: called, change: wanted, machines }: Wanted): Promise<Waiting> {
    const name = CAST.find((each) => each === called);
    if (!name) throw new TypeError(`"${called}" is not in the cast. There are ${CAST.join(', ')}`);
    const change = changeNamed(wanted);
    const customer = await this.ways.customers.join(name);
    await noteBaseline(customer, this.ways);
    return { customer, change, offer: await this.ways.offers.obtain(customer, change, machines.split(/, | and /)) };
  }
}
