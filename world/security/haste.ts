import { AssertionError } from 'chai';
import type { Refusal } from '../../support/drivers/rest';
import { eventually } from '../../support/eventually';
import { Duration } from '../amounts/duration';
import { refusalOf } from '../outcome';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

/** What became of requests that came one upon the other. */
export interface Rush {
  readonly answered: number;
  /** Whatever was not answered. */
  readonly refusals: readonly Refusal[];
}

/** Customers who ask more often than their plan permits. */
export class Haste {
  constructor(private readonly around: Surroundings) {}

  async rush(customer: Subscriber, times: number): Promise<Rush> {
    const asked = await Promise.all(Array.from({ length: times }, () => refusalOf(customer.call('getPreferences'))));
    const refusals = asked.flatMap((refusal) => refusal ?? []);
    return { answered: times - refusals.length, refusals };
  }

  /** Waits for as long as the refusal said, and not longer; asks once more in between, in vain. @throws AssertionError when that is answered */
  async wait(customer: Subscriber, { refusals }: Rush): Promise<void> {
    const milliseconds = Math.max(...refusals.map(({ retryAfter = 0 }) => retryAfter * 1000));
    const begun = Date.now();
    await this.#until(begun + milliseconds / 2);
    const { answered } = await this.rush(customer, 1);
    if (answered > 0)
      throw new AssertionError(`${customer.name} was answered before the time that it was told was over`);
    await this.#until(begun + milliseconds);
  }

  async #until(end: number): Promise<void> {
    await eventually(
      'the time that was told to pass',
      async () => Date.now(),
      (now) => now >= end,
      { ...this.around.clock.within(Duration.parse('1 hour')), show: (now) => `${end - now} ms are left` },
    );
  }
}
