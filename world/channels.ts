import type { Approvals } from './approvals';
import type { Settlement } from './conflicts';
import type { Customer } from './customer';
import type { Offer } from './offers';
import type { Portal } from './portal/portal';

/** Where a customer decides: what OptiInfra promises about a decision holds in both places. */
export type Channel = 'from a program' | 'in the portal';

/** A customer's decisions, in the place where it makes them. */
export class Channels {
  constructor(
    private readonly approvals: Approvals,
    private readonly portal: Portal,
  ) {}

  async reject(customer: Customer, channel: Channel, offer: Offer, reason: string): Promise<void> {
    if (channel === 'from a program') return await this.approvals.reject(customer, offer, reason);
    await this.#enter(customer);
    await this.portal.reject(offer, reason);
  }

  /** @param changes names, in the order in which they are to be carried out */
  async together(
    customer: Customer,
    channel: Channel,
    offers: readonly Offer[],
    changes: readonly string[],
  ): Promise<Settlement> {
    if (channel === 'from a program') return await this.approvals.together(customer, offers, changes);
    const chosen = this.approvals.chosen(offers, changes);
    await this.#enter(customer);
    await this.portal.approveTogether(chosen);
    return await this.approvals.newest(customer, chosen);
  }

  async #enter(customer: Customer): Promise<void> {
    if (!this.portal.isOpen) await this.portal.enter(customer.own);
  }
}
