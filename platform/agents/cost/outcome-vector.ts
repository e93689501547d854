/** What is known of an optimization when it is decided. Money in US dollars a month, shares 0..1. */
export interface Situation {
  readonly type: string;
  readonly predicted_savings: number;
  readonly machines: number;
  readonly discount: number;
  readonly interruption_rate: number;
}

/** What is known of it when it has ended. */
export interface Outcome extends Situation {
  readonly optimization_id: string;
  readonly success: boolean;
  readonly reason?: string | undefined;
  readonly actual_savings: number;
  readonly instance_type: string;
}

/** Numbers that the vector of a situation has. */
export const vectorSize = 4;

/**
 * The situation in which an optimization was decided, as numbers 0..1 whose Euclidean distance says how alike two are. What
 * came of it is no part of it: that is what is looked up. In this order:
 *
 * 1. discount of spot against on demand
 * 2. interruption rate, the share of machines taken back in a month
 * 3. machines n as 1 - 1/n: from one to two is a larger step than from nine to ten
 * 4. predicted savings s as log10(1 + s) / 7, 1 being ten million dollars a month
 */
export function situationVector(situation: Situation): number[] {
  return [
    situation.discount,
    situation.interruption_rate,
    1 - 1 / Math.max(1, situation.machines),
    Math.log10(1 + Math.max(0, situation.predicted_savings)) / 7,
  ].map((feature) => Math.min(1, Math.max(0, feature)));
}
