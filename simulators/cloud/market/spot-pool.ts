export interface SpotPoolTerms {
  readonly instanceType: string;
  /** Time-weighted mean of the trailing 30 days, US dollars a month. */
  readonly priceMean: number;
  /** US dollars a month. */
  readonly priceNow: number;
  /** Share of the machines taken back in a month, 0..1. */
  readonly interruptionRate: number;
  /** Machines that may still be had. */
  readonly capacity: number;
  /** For so many days there has been a price, 1 to 31; 31 without it. */
  readonly historyDays?: number | undefined;
}

/** A price in force from a time on. */
export interface PricePoint {
  readonly at: Date;
  /** US dollars a month. */
  readonly monthly: number;
}

const halfDay = 12 * 3600 * 1000;
const longestHistoryDays = 31;
/** Largest deviation of the past price from its mean. */
const swing = 0.03;

/** The spot market of one type of machine, in one account. */
export class SpotPool {
  readonly instanceType: string;
  readonly priceMean: number;
  readonly interruptionRate: number;
  readonly #halfDaysOfHistory: number;
  readonly #openedAt: number;
  #priceNow: number;
  #capacity: number;
  #offer = 1;

  /** @param openedAt wall milliseconds; the past before it has the mean price */
  constructor(terms: SpotPoolTerms, openedAt: number) {
    this.instanceType = terms.instanceType;
    this.priceMean = terms.priceMean;
    this.interruptionRate = terms.interruptionRate;
    this.#priceNow = terms.priceNow;
    this.#capacity = terms.capacity;
    this.#halfDaysOfHistory = 2 * (terms.historyDays ?? longestHistoryDays);
    this.#openedAt = openedAt;
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** US dollars a month. */
  get priceNow(): number {
    return this.#priceNow;
  }

  /** Takes machines out of the offer; answers the offer's number, which giving one back asks for. */
  take(count: number): number {
    if (count > this.#capacity)
      throw new RangeError(`${count} of ${this.#capacity} ${this.instanceType} cannot be had`);
    this.#capacity -= count;
    return this.#offer;
  }

  /** A machine of an offer that has changed since is lost to others: the new offer is all there is. */
  giveBack(offer: number): void {
    if (offer === this.#offer) this.#capacity += 1;
  }

  changePrice(monthly: number): void {
    this.#priceNow = monthly;
  }

  changeCapacity(capacity: number): void {
    this.#capacity = capacity;
    this.#offer += 1;
  }

  /**
   * The changes of the price over the last month, oldest first. The price now shows as set a second ago however long it has
   * held, so that the mean of the trailing 30 days stays the one that was promised.
   *
   * @param now wall milliseconds
   */
  history(now: number): readonly PricePoint[] {
    const past = Array.from({ length: this.#halfDaysOfHistory + 1 }, (_, index) => {
      const back = this.#halfDaysOfHistory - index;
      return { at: new Date(this.#openedAt - back * halfDay), monthly: this.#pastPrice(back) };
    });
    const before = past.filter((point) => point.at.getTime() < now - 1000);
    return [...before, { at: new Date(now - 1000), monthly: this.#priceNow }];
  }

  /** The prices in force between two times, the first of which may have been set before; oldest first. */
  pricesDuring(start: Date, end: Date): readonly PricePoint[] {
    const points = this.history(Date.now()).filter((point) => point.at <= end);
    const inForce = points.findLast((point) => point.at <= start);
    return points.filter((point) => point === inForce || point.at > start);
  }

  /**
   * Each deviation is followed by its opposite, and both ends of the month stand at the mean: so it holds for any window of
   * 30 days that ends within a day after the opening, and for a shorter history as a whole.
   *
   * @param back half days before the opening
   */
  #pastPrice(back: number): number {
    if (back === 0 || back > 2 * longestHistoryDays - 4) return this.priceMean;
    const wave = Math.sin(Math.ceil(back / 2) * 2.4) * swing;
    return this.priceMean * (1 + (back % 2 === 0 ? wave : -wave));
  }
}
