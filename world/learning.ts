import { AssertionError } from 'chai';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { Percent } from './amounts/percent';
import type { Change } from './changes';
import type { Customer } from './customer';
import type { Offer, Offers } from './offers';
import type { Optimization, Rollout } from './rollout';
import type { Rollouts } from './rollouts';
import type { Surroundings } from './surroundings';

export interface Outcome {
  readonly success: boolean;
  readonly stored_in_vector_db: boolean;
}

/** A change that the customer lived through: what was offered, and how it ended. */
export interface Experience {
  readonly offer: Offer;
  readonly rollout: Rollout;
  readonly ended: Optimization;
}

/** How long a change, and then its being remembered, may take before a scenario gives up on it. */
const PATIENCE = Duration.parse('10 minutes');

/** What OptiInfra remembers of an optimization, looked up in its stores, and what it makes of that. */
export class Learning {
  constructor(
    private readonly around: Surroundings,
    private readonly changes: { readonly offers: Offers; readonly rollouts: Rollouts },
  ) {}

  /** The customer has a change offered, for the given machines if any are, and approves it. Answers when it has ended, whichever way, and its end is remembered. */
  async liveThrough(customer: Customer, change: Change, machines: readonly string[] = []): Promise<Experience> {
    const offer = await this.changes.offers.obtain(customer, change, machines);
    const rollout = await this.changes.rollouts.approve(customer, offer);
    const ended = await this.changes.rollouts.ended(rollout, PATIENCE, Date.now());
    await eventually(
      `the end of the ${change.name} to be remembered`,
      () => this.memories(customer, rollout.optimizationId),
      (memories) => memories.length > 0,
      this.around.clock.within(PATIENCE),
    );
    return { offer, rollout, ended };
  }

  /** How sure OptiInfra says to be of an offer. */
  confidence({ confidence }: Offer): Percent {
    return Percent.ofShare(confidence);
  }

  /** The outcome's record, once it is in the memory too, which comes after the end. @throws Error when there is not exactly one, NotInTime */
  async outcome(optimizationId: string): Promise<Outcome> {
    const rows = await eventually(
      'the outcome to be recorded and remembered',
      () => this.around.postgres.rows<Outcome>('optimization_outcomes', { optimization_id: optimizationId }),
      (found) => found.length > 0 && found.every(({ stored_in_vector_db }) => stored_in_vector_db),
      { ...this.around.clock.within(PATIENCE), show: (found) => found.map(remembered).join(', ') || 'no record' },
    );
    const [row] = rows;
    if (!row || rows.length > 1)
      throw new AssertionError(`Expected one recorded outcome of the optimization, found ${rows.length}`);
    return row;
  }

  /** What the vector store keeps of it, for this customer only. */
  async memories(customer: Customer, optimizationId: string): Promise<readonly Record<string, unknown>[]> {
    const match = { customer_id: customer.own.customerId, optimization_id: optimizationId };
    return await this.around.qdrant.payloads('optimization_outcomes', match);
  }
}

function remembered({ success, stored_in_vector_db: isRemembered }: Outcome): string {
  return `recorded as a ${success ? 'success' : 'failure'}, ${isRemembered ? 'and' : 'not'} remembered`;
}

/** Of a memory: whether it went well, and the situation in which it was decided. */
export function situation(memory: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { success, machines, instance_type, discount, interruption_rate } = memory;
  return { success, machines, instance_type, discount, interruption_rate };
}
