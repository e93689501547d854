import type { Distribution } from '../../support/drivers/load/distribution';

/** One figure of many durations by the clock on the wall, which can be held against a promise; the others are told along with it. */
export class Spread {
  /** @param distribution in milliseconds */
  constructor(
    readonly distribution: Distribution,
    private readonly figure: 'p95' | 'max',
  ) {}

  /** For comparisons: seconds, as those of a Duration. */
  valueOf(): number {
    return this.distribution[this.figure] / 1000;
  }

  toString(): string {
    const { count, p50, p95, p99, max } = this.distribution;
    const [first, ...others] = [this.distribution[this.figure], p50, p95, p99, max].map((one) => one.toFixed(1));
    const [half, most, nearly, all] = others;
    return `${first} ms (P50 ${half}, P95 ${most}, P99 ${nearly}, at most ${all}, ${count.toLocaleString('en')} in all)`;
  }
}
