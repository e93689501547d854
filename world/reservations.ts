import { AssertionError } from 'chai';
import { Money } from './amounts/money';
import type { Customer } from './customer';
import type { Offer } from './offers';
import type { Surroundings } from './surroundings';

type Terms = NonNullable<Offer['reservation']>;

/** Capacity that a customer commits to: on which terms it is offered, and what was really bought in the account. */
export class Reservations {
  constructor(private readonly around: Surroundings) {}

  /** The terms that are proposed. @throws Error for an offer of another kind */
  proposed({ reservation, title }: Offer): Terms {
    if (reservation) return reservation;
    throw new AssertionError(`The offer "${title}" says nothing of a reservation`);
  }

  /** All terms on sale as a table of features has them: term, paid up front, a month, saves a month, pays off in month. */
  onSale({ reservation_options: options = [] }: Offer): readonly (readonly string[])[] {
    return options.map((option) => [
      termWords(option.term_years),
      ...[option.upfront, option.monthly, option.savings].map((dollars) => String(Money.ofDollars(dollars))),
      String(option.break_even_month),
    ]);
  }

  /** How many machines of which type are reserved in the account, by purchase. */
  async bought(customer: Customer): Promise<readonly string[]> {
    const owned = await customer.own.cloud.reservations();
    return owned.map(
      ({ count, instanceType, term }) => `${count} x ${instanceType} for ${termWords(term / HOURS_A_YEAR)}`,
    );
  }

  /** The customer's cloud carries the next purchase out, but nobody is told. */
  async loseAnswer(customer: Customer): Promise<void> {
    await this.around.control.loseAnswer(customer.own.accountId, 'PurchaseReservedInstancesOffering');
  }
}

const HOURS_A_YEAR = 365 * 24;

function termWords(years: number): string {
  return years === 1 ? '1 year' : `${years} years`;
}
