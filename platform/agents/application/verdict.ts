import { hallucinationShareOf, type Quality, scoreOf } from './scoring.ts';

export type Verdict = 'approve' | 'review' | 'reject';

/** Percent of the right words that may be lost against the baseline, without a remark and at most. */
const unremarkedLossPercent = 2;
const acceptableLossPercent = 5;

/** Share of the answers that may state another key fact than the reference. */
export const maxHallucinationShare = 0.1;

/** Share of right words as it once was. */
export type Baseline = Pick<Quality, 'words' | 'wrongWords'>;

/** A loss beyond 5 %, or too many wrong facts however small the loss, is a reject; one beyond 2 % a review, which passes. */
export function judgeQuality(measured: Quality, baseline: Baseline): Verdict {
  if (hallucinationShareOf(measured) > maxHallucinationShare) return 'reject';
  if (!isKept(measured, baseline, acceptableLossPercent)) return 'reject';
  return isKept(measured, baseline, unremarkedLossPercent) ? 'approve' : 'review';
}

/** Relative to the baseline: 0.05 is 5 % fewer right words. Negative where it got better. */
export function dropOf(measured: Quality, baseline: Baseline): number {
  const before = (baseline.words - baseline.wrongWords) * measured.words;
  const now = (measured.words - measured.wrongWords) * baseline.words;
  return before === 0 ? 0 : (before - now) / before;
}

/** The measurement with the worst verdict, and among those the lowest score. @param measured at least one */
export function worstOf(measured: readonly Quality[], baseline: Baseline): Quality {
  const rank = (quality: Quality) => severity.indexOf(judgeQuality(quality, baseline));
  return measured.reduce((worst, quality) => {
    const difference = rank(quality) - rank(worst) || scoreOf(worst) - scoreOf(quality);
    return difference > 0 ? quality : worst;
  });
}

const severity: readonly Verdict[] = ['approve', 'review', 'reject'];

/** Compared in whole numbers: as fractions, a loss of exactly 5 % comes out a little above or below. */
function isKept(measured: Quality, baseline: Baseline, lossPercent: number): boolean {
  const right = (measured.words - measured.wrongWords) * baseline.words * 100;
  const needed = (baseline.words - baseline.wrongWords) * measured.words * (100 - lossPercent);
  return right >= needed;
}
