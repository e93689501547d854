import type { SpotPrice } from '../shared/prices.ts';

/** Wall time, `from` before `to`. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface MeanPrice {
  /** US dollars an hour. */
  readonly hourly: number;
  /** Days of the period for which a price is known. */
  readonly days: number;
}

/**
 * The mean price of one type in one zone, each price weighted by how long it was in force within the period. Where the
 * history begins later than the period, the mean of what there is; undefined where no price is known.
 */
export function timeWeightedMean(prices: readonly SpotPrice[], period: Period): MeanPrice | undefined {
  const changes = prices.toSorted((a, b) => a.from.getTime() - b.from.getTime());
  const parts = changes.map((price, k) => ({
    hourly: price.hourly,
    length: overlap({ from: price.from, to: changes[k + 1]?.from ?? period.to }, period),
  }));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length <= 0) return undefined;
  const weighted = parts.reduce((sum, part) => sum + part.hourly * part.length, 0);
  return { hourly: weighted / length, days: length / millisecondsADay };
}

export const millisecondsADay = 24 * 3600 * 1000;

function overlap(a: Period, b: Period): number {
  const from = Math.max(a.from.getTime(), b.from.getTime());
  return Math.max(0, Math.min(a.to.getTime(), b.to.getTime()) - from);
}
