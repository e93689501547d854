import { Percent } from './percent';

/** An amount of US dollars, kept in whole cents so that sums are exact. */
export class Money {
  private constructor(readonly cents: number) {}

  /** @param cents a whole number */
  static ofCents(cents: number): Money {
    if (!Number.isSafeInteger(cents)) throw new RangeError(`Money is counted in whole cents, not ${cents}`);
    return new Money(cents);
  }

  /** @param dollars as an API answers them, with at most two decimals that matter */
  static ofDollars(dollars: number): Money {
    return Money.ofCents(Math.round(dollars * 100));
  }

  static sum(amounts: readonly Money[]): Money {
    return Money.ofCents(amounts.reduce((cents, amount) => cents + amount.cents, 0));
  }

  /** Reads "$1,250.00", "$54,000" or "-$891.20". */
  static parse(text: string): Money {
    const match = /^(-?)\$(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{2}))?$/.exec(text);
    if (!match) throw new TypeError(`"${text}" is not an amount of money. Write it like $1,250.00`);
    const [, sign, dollars = '', cents = '00'] = match;
    return Money.ofCents((sign ? -1 : 1) * (Number(dollars.replaceAll(',', '')) * 100 + Number(cents)));
  }

  minus(other: Money): Money {
    return Money.ofCents(this.cents - other.cents);
  }

  times(factor: number): Money {
    return Money.ofCents(Math.round(this.cents * factor));
  }

  /** How many times this amount contains the other; the other must not be zero. */
  per(other: Money): number {
    if (other.cents === 0) throw new RangeError('No amount can be compared with $0');
    return this.cents / other.cents;
  }

  /** This amount as a percentage of the other. */
  ratio(whole: Money): Percent {
    return Percent.ofShare(this.per(whole));
  }

  equals(other: Money): boolean {
    return this.cents === other.cents;
  }

  /** For comparisons: the cents. */
  valueOf(): number {
    return this.cents;
  }

  /** "$54,000", or "$1,250.50" where there are cents. */
  toString(): string {
    const digits = this.cents % 100 === 0 ? 0 : 2;
    const dollars = Math.abs(this.cents / 100);
    const shown = dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return `${this.cents < 0 ? '-' : ''}$${shown}`;
  }
}
