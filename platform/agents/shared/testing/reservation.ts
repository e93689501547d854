import type { Reservation } from '../reservations.ts';

/** One p4d.24xlarge reserved for a year with nothing up front, at $21,000 a month, but for the given facts. */
export function reservation(facts: Partial<Reservation> = {}): Reservation {
  return {
    id: 'r-1',
    instanceType: 'p4d.24xlarge',
    zone: undefined,
    count: 1,
    state: 'active',
    duration: 365 * 24 * 3600,
    paymentOption: 'No Upfront',
    monthly: 2_100_000,
    tags: new Map(),
    ...facts,
  };
}
