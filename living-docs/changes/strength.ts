import { type Measure, measured } from './measure';

/** What a change of a sentence does to the promise that it makes. */
export type Strength = 'weaker' | 'stronger' | 'other';

export interface Loosened {
  readonly from: string;
  readonly to: string;
  readonly strength: Strength;
}

/** Whether a promise gets weaker when its number grows. */
type Direction = 'weaker when larger' | 'weaker when smaller' | 'neither';

const UPPER =
  /(?:within|at most|no more than|not more than|less than|fewer than|below|under|up to|until|before|after at most|no later than|in less than)\s*(?:the (?:first|last|next) )?$/i;
const LOWER =
  /(?:at least|no less than|not less than|more than|over|above|exceeds?|faster by|lower by|falls? by|reduced? by|up by)\s*$/i;

/** Numbers that differ between two wordings of one sentence; undefined where more than numbers differ. */
export function compareNumbers(before: string, after: string): readonly Loosened[] | undefined {
  const [old, now] = [measured(before), measured(after)];
  if (old.frame !== now.frame) return undefined;
  const directions = directionsIn(before, old.measures);
  return old.measures.flatMap((from, index) => {
    const to = now.measures[index];
    if (!to || to.value === from.value) return [];
    return [{ from: from.text, to: to.text, strength: strengthOf(from, to, directions[index] ?? 'neither') }];
  });
}

function strengthOf(from: Measure, to: Measure, direction: Direction): Strength {
  if (direction === 'neither') return 'other';
  const isWeaker = to.value > from.value === (direction === 'weaker when larger');
  return isWeaker ? 'weaker' : 'stronger';
}

function directionsIn(sentence: string, measures: readonly Measure[]): readonly Direction[] {
  let end = 0;
  return measures.map(({ text }, index) => {
    const start = sentence.indexOf(text, end);
    const lead = sentence.slice(end, start);
    end = start + text.length;
    if (/\bbetween\s*$/i.test(lead)) return 'weaker when smaller';
    if (/^\s*and\s*$/i.test(lead) && /\bbetween\s*$/i.test(leadBefore(sentence, measures, index)))
      return 'weaker when larger';
    // "No more than" is an upper limit although it ends in "more than".
    if (UPPER.test(lead)) return 'weaker when larger';
    if (LOWER.test(lead)) return 'weaker when smaller';
    return 'neither';
  });
}

function leadBefore(sentence: string, measures: readonly Measure[], index: number): string {
  const previous = measures[index - 1];
  return previous
    ? sentence.slice(0, sentence.lastIndexOf(previous.text, sentence.lastIndexOf(measures[index]?.text ?? '')))
    : '';
}

/** Words that bind, the strictest first. */
const BONDS: readonly RegExp[] = [
  /\bexactly\b|\bjust what\b|\bthe same\b/i,
  /\bat least\b|\bat most\b|\bno more than\b|\bbetween\b|\bwithin\b/i,
  /\babout\b|\broughly\b|\baround\b/i,
];

/** Whether the words of a promise bind less than they did: "exactly" has become "at least", or a deadline is gone. */
export function bindsLess(before: string, after: string): boolean {
  const [old, now] = [bondOf(before), bondOf(after)];
  return old < now || (/\bmust|should\b/.test(before) && /\bmay\b/.test(after) && !/\bmay\b/.test(before));
}

function bondOf(sentence: string): number {
  const found = BONDS.findIndex((bond) => bond.test(sentence));
  return found < 0 ? BONDS.length - 1 : found;
}
