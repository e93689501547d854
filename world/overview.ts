import { Money } from './amounts/money';
import type { Customer } from './customer';

export interface Figures {
  /** Undefined as long as nothing was measured. */
  readonly spend: Money | undefined;
  readonly possible: Money;
}

/** What a customer sees first when signing in. */
export class Overview {
  async of(customer: Customer): Promise<Figures> {
    const { current_spend: spend, potential_savings: possible } = await customer.call('getDashboard');
    return { spend: spend === undefined ? undefined : Money.ofDollars(spend), possible: Money.ofDollars(possible) };
  }
}
