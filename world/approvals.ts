import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Change } from './changes';
import type { Settlement } from './conflicts';
import type { Customer } from './customer';
import { type Offer, offered } from './offers';
import type { Rollout } from './rollout';
import type { Surroundings } from './surroundings';

/** What a customer decides about its offers, but for the plain approval, from which a rollout follows. */
export class Approvals {
  constructor(private readonly around: Surroundings) {}

  /** @throws Refusal */
  async reject(customer: Customer, { id }: Offer, reason: string): Promise<void> {
    await customer.call('rejectRecommendation', { path: { recommendation_id: id }, body: { reason } });
  }

  /** @param changes names, in the order in which they are to be carried out @throws Refusal when not all of them may be */
  async together(customer: Customer, offers: readonly Offer[], changes: readonly string[]): Promise<Settlement> {
    const chosen = this.chosen(offers, changes);
    const started: Answer<operations['approveRecommendations']> = await customer.call('approveRecommendations', {
      body: { recommendation_ids: chosen.map(({ id }) => id) },
    });
    const path = { resolution_id: started.resolution_id };
    return { customer, offers: chosen, resolution: await customer.call('getResolution', { path }) };
  }

  /** The offers of these changes, in this order. */
  chosen(offers: readonly Offer[], changes: readonly string[]): readonly Offer[] {
    return changes.map((name) => offered(offers, name));
  }

  /** What the customer approved together last. @throws AssertionError where there is nothing */
  async newest(customer: Customer, offers: readonly Offer[]): Promise<Settlement> {
    const [resolution] = await customer.call('listResolutions');
    if (!resolution) throw new AssertionError(`${customer.name} has approved nothing together`);
    return { customer, offers, resolution };
  }

  /** The same approval once more. @returns the id of the optimization that it answers */
  async again({ customer }: Rollout, { id }: Offer): Promise<string> {
    const answer = await customer.call('approveRecommendation', { path: { recommendation_id: id } });
    return answer.optimization_id;
  }

  /** Waits until the offer may not be approved any more. */
  async expired(customer: Customer, { id }: Offer): Promise<void> {
    await eventually(
      `the offer to ${customer.name} to expire`,
      () => customer.call('getRecommendation', { path: { recommendation_id: id } }),
      ({ status }) => status === 'expired',
      {
        ...this.around.clock.within(Duration.parse('10 minutes')),
        show: ({ status, expires_at }) => `${status}, until ${expires_at}`,
      },
    );
  }

  /** What became of an offer. */
  async stateOf(customer: Customer, offers: readonly Offer[], { name }: Change): Promise<Offer['status']> {
    const path = { recommendation_id: offered(offers, name).id };
    return (await customer.call('getRecommendation', { path })).status;
  }

  /** From the offer's making to its end, by the calendar. */
  lifetime({ created_at, expires_at }: Offer): Duration {
    return Duration.ofSeconds((Date.parse(expires_at) - Date.parse(created_at)) / 1000);
  }
}
