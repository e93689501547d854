import type { Envelope } from '@cucumber/messages';

/** Under this type the timing of a scenario is attached to it, as JSON. */
export const TIMING_MEDIA_TYPE = 'application/vnd.optiinfra.timing+json';

/** From a moment to a later one. Wall milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A wait whose condition was not true at the first look. Wall milliseconds. */
export interface Wait extends Interval {
  /** When the condition became true, or the earliest moment at which it can have. `to` is when the step saw it. */
  readonly trueAt: number;
}

/** Where the time of a scenario's steps went. Wall milliseconds. */
export interface Timing {
  readonly steps: number;
  /** Waiting for conditions that were not true yet. */
  readonly waits: number;
  /** Neither waiting nor inside a driver's call: the suite's own doing. */
  readonly overhead: number;
  /** For each wait, from the condition's becoming true to the step seeing it; no less than it was. */
  readonly lags: readonly number[];
}

/** What was noted while a scenario ran. */
export interface Notes {
  readonly steps: readonly Interval[];
  readonly calls: readonly Interval[];
  readonly waits: readonly Wait[];
}

export function timingOf({ steps, calls, waits }: Notes): Timing {
  const waiting = waits.map(({ from, trueAt }) => ({ from, to: trueAt }));
  const all = lengthOf(steps);
  return {
    steps: all,
    waits: lengthOf(within(waiting, steps)),
    overhead: all - lengthOf(within([...waiting, ...calls], steps)),
    lags: waits.map(({ trueAt, to }) => to - trueAt),
  };
}

/** The timing that a message carries, if it does. */
export function timingIn({ attachment }: Envelope): readonly Timing[] {
  return attachment?.mediaType === TIMING_MEDIA_TYPE ? [JSON.parse(attachment.body) as Timing] : [];
}

/** The middle value, or the mean of the two; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** What of the intervals lies inside the others. */
function within(intervals: readonly Interval[], others: readonly Interval[]): readonly Interval[] {
  return intervals.flatMap(({ from, to }) =>
    others.map((other) => ({ from: Math.max(from, other.from), to: Math.min(to, other.to) })),
  );
}

/** How long at least one of them lasted: what overlaps counts once. */
function lengthOf(intervals: readonly Interval[]): number {
  const sorted = [...intervals].sort((one, other) => one.from - other.from);
  let length = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to } of sorted) {
    length += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return length;
}
