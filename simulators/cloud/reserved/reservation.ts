import { randomUUID } from 'node:crypto';
import type { Offering } from './offerings.ts';

/** Machines reserved by one purchase, in EC2's words "reserved instances". */
export class Reservation {
  readonly id: string = randomUUID();
  readonly tags = new Map<string, string>();
  readonly offering: Offering;
  /** How many machines. */
  readonly count: number;
  readonly start = new Date();
  state: 'payment-pending' | 'active' = 'payment-pending';

  constructor(offering: Offering, count: number) {
    this.offering = offering;
    this.count = count;
  }

  get end(): Date {
    return new Date(this.start.getTime() + this.offering.duration * 1000);
  }
}
