import { AssertionError } from 'chai';
import type { Customer } from './customer';
import type { Offer } from './offers';
import type { Surroundings } from './surroundings';

/** What came of a decision. */
export interface Decided {
  readonly decision: 'approved' | 'rejected';
  /** The change that it began. */
  readonly change?: string | undefined;
  /** Why it did not hold. */
  readonly refusal?: Error | undefined;
}

/** Decisions about one offer that are made at the same instant. */
export class Decisions {
  constructor(private readonly around: Surroundings) {}

  async approveAtOnce(customer: Customer, offer: Offer, times: number): Promise<readonly Decided[]> {
    return await Promise.all(Array.from({ length: times }, () => this.#approve(customer, offer)));
  }

  async approveAndReject(customer: Customer, offer: Offer): Promise<readonly Decided[]> {
    return await Promise.all([this.#approve(customer, offer), this.#reject(customer, offer)]);
  }

  /** The decisions about an offer that are on record, and how many changes follow from it. */
  async onRecord({ id }: Offer): Promise<{ readonly decisions: readonly string[]; readonly changes: number }> {
    const where = { recommendation_id: id };
    const [approvals, changes] = await Promise.all([
      this.around.postgres.rows<{ decision: string }>('approvals', where),
      this.around.postgres.rows('optimizations', where),
    ]);
    return { decisions: approvals.map(({ decision }) => decision), changes: changes.length };
  }

  #approve(customer: Customer, { id }: Offer): Promise<Decided> {
    const path = { recommendation_id: id };
    return told('approved', async () => (await customer.call('approveRecommendation', { path })).optimization_id);
  }

  #reject(customer: Customer, { id }: Offer): Promise<Decided> {
    const call = { path: { recommendation_id: id }, body: { reason: 'not now' } };
    return told('rejected', async () => {
      await customer.call('rejectRecommendation', call);
      return undefined;
    });
  }
}

/** The one decision that held, and the one that was refused. @throws AssertionError unless there is just one of each */
export function holder(decided: readonly Decided[]): { readonly held: Decided; readonly refused: Decided } {
  const [held, ...more] = decided.filter(({ refusal }) => !refusal);
  const [refused] = decided.filter(({ refusal }) => refusal);
  if (held && refused && more.length === 0) return { held, refused };
  const shown = decided.map(({ decision, refusal }) => `${decision}: ${refusal ? refusal.message : 'held'}`);
  throw new AssertionError(`Expected one decision to hold and the other to be refused, found ${shown.join('; ')}`);
}

async function told(decision: Decided['decision'], decide: () => Promise<string | undefined>): Promise<Decided> {
  try {
    return { decision, change: await decide() };
  } catch (error) {
    return { decision, refusal: error instanceof Error ? error : new Error(String(error)) };
  }
}
