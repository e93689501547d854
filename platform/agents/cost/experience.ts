/** What came of an earlier optimization of the same customer. */
export interface Precedent {
  readonly success: boolean;
  /** How much its situation is like the one in question: 0 barely, 1 the same. */
  readonly likeness: number;
}

/**
 * Euclidean distance of two situation vectors beyond which one says nothing about the other. Within it are three machines
 * instead of two (0.17), or ten points more of both discount and interruptions (0.14); beyond it are two machines instead of
 * one (0.5), or a discount of 60 % instead of 30 % (0.3).
 */
export const farthestAlike = 0.2;

/** Outcomes that the confidence by rule counts for: one failure of the same kind takes a fifth of it, ten take most. */
export const outcomesTheRuleCountsFor = 4;

/** However often something went wrong or well, the next time may be different. */
export const leastConfidence = 0.1;
export const mostConfidence = 0.99;

/** 1 for the same situation, falling evenly to 0 at {@link farthestAlike}, so that no precedent counts all at once. */
export function likenessAt(distance: number): number {
  return Math.max(0, 1 - distance / farthestAlike);
}

/**
 * The confidence by rule, moved by what came of similar optimizations: their success rate, each weighted by its likeness and
 * smoothed as by Laplace, the rule standing for n = {@link outcomesTheRuleCountsFor} outcomes of which its share succeeded:
 *
 *     (byRule * n + sum of likeness of the successes) / (n + sum of likeness of all)
 *
 * A success raises it a little, a failure lowers it more the surer the rule was. Without precedents it stays as it is.
 *
 * @param byRule 0..1 @returns a hundredth exactly, within {@link leastConfidence} and {@link mostConfidence}
 */
export function learnedConfidence(byRule: number, precedents: readonly Precedent[]): number {
  if (precedents.length === 0) return byRule;
  const succeeded = totalLikeness(precedents.filter(({ success }) => success));
  const confidence =
    (byRule * outcomesTheRuleCountsFor + succeeded) / (outcomesTheRuleCountsFor + totalLikeness(precedents));
  return Math.round(Math.min(mostConfidence, Math.max(leastConfidence, confidence)) * 100) / 100;
}

/** What the customer is told of failures among the precedents; empty where there are none. */
export function remarkOn(precedents: readonly Precedent[]): string {
  const failures = precedents.filter(({ success }) => !success).length;
  if (failures === 0) return '';
  if (failures === 1) return 'A similar migration of yours was given up or undone before.';
  return `${failures} similar migrations of yours were given up or undone before.`;
}

function totalLikeness(precedents: readonly Precedent[]): number {
  return precedents.reduce((total, { likeness }) => total + likeness, 0);
}
