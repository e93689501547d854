import { grouped } from '../../grouped.ts';
import { samplesAnHour } from '../../metering/quantities.ts';
import type { Reading } from '../../metering/readings.ts';

/** What was read in one minute; `at` is its end, in wall milliseconds. Counts add up to one. */
export interface Sample {
  readonly at: number;
  readonly values: Reading['values'];
}

/** Wall milliseconds: the beginning excluded, the end included. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** The samples of one alignment period, which ends at `end`. */
export interface Bucket {
  readonly end: number;
  readonly samples: readonly Sample[];
}

const minute = 60_000;

/** The samples of each minute, oldest first. What is so now is a sample of the beginning of this minute. */
export function minutesOf(readings: readonly Reading[], { start, end }: Interval): readonly Sample[] {
  const samples = readings.flatMap((reading) => {
    const total = reading.values.reduce((sum, { count }) => sum + count, 0);
    return total > 1 ? hourly(reading) : [reading];
  });
  return samples.filter(({ at }) => at > start && at <= end);
}

/** Periods are counted back from the end of the interval; newest first. @param period milliseconds */
export function bucketsOf(samples: readonly Sample[], period: number, { end }: Interval): readonly Bucket[] {
  const buckets = grouped(samples, ({ at }) => end - Math.floor((end - at) / period) * period);
  return [...buckets].map(([at, group]) => ({ end: at, samples: group })).sort((a, b) => b.end - a.end);
}

/** The hour cut into minutes; one in which the value changed has both. */
function hourly({ at, values }: Reading): readonly Sample[] {
  const ends = values.map((_, index) => values.slice(0, index + 1).reduce((sum, { count }) => sum + count, 0));
  return Array.from({ length: samplesAnHour }, (_, k) => {
    const parts = values.map(({ value }, index) => {
      const from = Math.max(k, ends[index - 1] ?? 0);
      return { value, count: Math.max(0, Math.min(k + 1, ends[index] ?? 0) - from) };
    });
    return { at: at + (k + 1) * minute, values: parts.filter(({ count }) => count > 0) };
  });
}
