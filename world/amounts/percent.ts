/** A share written as a percentage: 5% is the share 0.05. */
export class Percent {
  private constructor(readonly share: number) {}

  /** @param share 0.05 for 5% */
  static ofShare(share: number): Percent {
    if (!Number.isFinite(share)) throw new RangeError(`A percentage must be a number, not ${share}`);
    return new Percent(share);
  }

  /** Reads "5%", "0.1%" or "-2.5%". */
  static parse(text: string): Percent {
    const match = /^(-?\d+(?:\.\d+)?)\s?%$/.exec(text);
    if (!match?.[1]) throw new TypeError(`"${text}" is not a percentage. Write it like 5% or 0.1%`);
    return new Percent(Number(match[1]) / 100);
  }

  of(whole: number): number {
    return this.share * whole;
  }

  /** For comparisons: the share. */
  valueOf(): number {
    return this.share;
  }

  /** "5%", "0.02%": up to three decimals, as many as matter. */
  toString(): string {
    return `${Number((this.share * 100).toFixed(3))}%`;
  }
}
