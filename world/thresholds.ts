import { AssertionError } from 'chai';
import type { Distribution } from '../support/drivers/load/distribution';

/** An amount that can be compared and shown: money, a percentage, a duration. */
export interface Measurable {
  /** Of all that was measured, where the amount is one figure of many. */
  readonly distribution?: Distribution;
  valueOf(): number;
  toString(): string;
}

/** One promise with a number in it, as reports show it. */
export interface Threshold {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  /** Share of the promised value that was left; negative when the promise was broken. */
  readonly headRoom: number;
  /** How all that was measured is spread, where there was more than one. */
  readonly distribution?: Distribution;
}

/** Compares what was measured with what was promised, and keeps both for the report whether the promise was kept or not. */
export class Thresholds {
  constructor(private readonly report: (threshold: Threshold) => void) {}

  atLeast(what: string, measured: Measurable, promised: Measurable): void {
    this.#judge({ what, measured, promised, relation: 'at least', spare: measured.valueOf() - promised.valueOf() });
  }

  atMost(what: string, measured: Measurable, promised: Measurable): void {
    this.#judge({ what, measured, promised, relation: 'at most', spare: promised.valueOf() - measured.valueOf() });
  }

  moreThan(what: string, measured: Measurable, promised: Measurable): void {
    const over = measured.valueOf() - promised.valueOf();
    this.#judge({
      what,
      measured,
      promised,
      relation: 'more than',
      spare: over > 0 ? over : Math.min(over, -Number.MIN_VALUE),
    });
  }

  lessThan(what: string, measured: Measurable, promised: Measurable): void {
    const under = promised.valueOf() - measured.valueOf();
    this.#judge({
      what,
      measured,
      promised,
      relation: 'less than',
      spare: under > 0 ? under : Math.min(under, -Number.MIN_VALUE),
    });
  }

  exactly(what: string, measured: Measurable, promised: Measurable): void {
    this.#judge({
      what,
      measured,
      promised,
      relation: 'exactly',
      spare: -Math.abs(measured.valueOf() - promised.valueOf()),
    });
  }

  #judge({ what, measured, promised, relation, spare }: Judgement): void {
    const headRoom = promised.valueOf() === 0 ? spare : spare / Math.abs(promised.valueOf());
    const { distribution } = measured;
    this.report({
      what,
      promised: `${relation} ${promised}`,
      measured: String(measured),
      headRoom,
      ...(distribution && { distribution }),
    });
    // A figure that is not a number fulfils nothing.
    if (spare >= 0) return;
    const message = `Promised: ${what} ${relation} ${promised}. Measured: ${measured}.`;
    throw new AssertionError(message, {
      expected: `${relation} ${promised}`,
      actual: String(measured),
      showDiff: false,
    });
  }
}

interface Judgement {
  readonly what: string;
  readonly measured: Measurable;
  readonly promised: Measurable;
  readonly relation: string;
  readonly spare: number;
}
