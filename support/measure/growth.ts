/** Fewer samples than this say nothing of a trend. */
export const SAMPLES_FOR_A_TREND = 6;

/** A process leaks when it still grows by more than both after it had time to warm up. Bytes. */
const LEAK = { share: 0.1, bytes: 16 * 2 ** 20 } as const;

/** How a process's memory went. Bytes. */
export interface Growth {
  readonly first: number;
  readonly last: number;
  /** From the mean of the middle third of the samples to that of the last third; undefined where there are too few. */
  readonly late: number | undefined;
  readonly leaks: boolean;
}

/**
 * Reads a trend from samples. The first third is left out: caches fill, code is compiled, the heap finds its size.
 * @param samples bytes, oldest first, at least one
 */
export function growthOf(samples: readonly number[]): Growth {
  const first = samples[0] ?? 0;
  const last = samples.at(-1) ?? 0;
  if (samples.length < SAMPLES_FOR_A_TREND) return { first, last, late: undefined, leaks: false };
  const third = Math.floor(samples.length / 3);
  const middle = mean(samples.slice(third, 2 * third));
  const late = mean(samples.slice(-third)) - middle;
  return { first, last, late, leaks: late > Math.max(LEAK.bytes, middle * LEAK.share) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
