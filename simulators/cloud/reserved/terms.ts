import type { InstanceType } from '../../world/catalogue.ts';

export type PaymentOption = 'No Upfront' | 'Partial Upfront' | 'All Upfront';

/** The terms of a reservation: the share of the on-demand price that it takes off, and the share of the rest paid up front. */
export interface ReservedTerm {
  readonly years: 1 | 3;
  readonly option: PaymentOption;
  readonly discount: number;
  readonly upFront: number;
}

export const reservedTerms: readonly ReservedTerm[] = [
  { years: 1, option: 'No Upfront', discount: 0.3, upFront: 0 },
  { years: 1, option: 'Partial Upfront', discount: 0.35, upFront: 0.5 },
  { years: 1, option: 'All Upfront', discount: 0.4, upFront: 1 },
  { years: 3, option: 'No Upfront', discount: 0.5, upFront: 0 },
  { years: 3, option: 'Partial Upfront', discount: 0.55, upFront: 0.5 },
  { years: 3, option: 'All Upfront', discount: 0.6, upFront: 1 },
];

/** What one machine costs on these terms. */
export interface ReservedPrice {
  /** US dollars, once. */
  readonly upFront: number;
  /** US dollars a month, as long as the term lasts. */
  readonly monthly: number;
}

export function reservedPrice(type: InstanceType, { years, discount, upFront }: ReservedTerm): ReservedPrice {
  const monthly = type.monthlyPrice * (1 - discount);
  return { upFront: monthly * 12 * years * upFront, monthly: monthly * (1 - upFront) };
}

/** A year has 365 days for AWS, which are twelve months of 730 hours. */
export function termSeconds({ years }: ReservedTerm): number {
  return years * 365 * 24 * 3600;
}
