import type { Bucket, Sample } from './points.ts';

/** What becomes of the samples of a period. */
export interface Aligner {
  readonly metricKind: 'GAUGE' | 'DELTA';
  readonly valueType: 'DOUBLE' | 'INT64';
  /** @param period seconds */
  readonly value: (bucket: Bucket, period: number) => number;
}

const gauge = (value: Aligner['value']): Aligner => ({ metricKind: 'GAUGE', valueType: 'DOUBLE', value });

/** The aligners of things that are measured, and of things that are counted, by Google's names. */
export const aligners: Readonly<Record<'GAUGE' | 'DELTA', Readonly<Record<string, Aligner>>>> = {
  GAUGE: {
    ALIGN_MEAN: gauge(({ samples }) => mean(samples)),
    ALIGN_MAX: gauge(({ samples }) => numbers(samples).reduce((a, b) => Math.max(a, b))),
    ALIGN_MIN: gauge(({ samples }) => numbers(samples).reduce((a, b) => Math.min(a, b))),
  },
  DELTA: {
    ALIGN_DELTA: { metricKind: 'DELTA', valueType: 'INT64', value: ({ samples }) => total(samples) },
    ALIGN_SUM: { metricKind: 'GAUGE', valueType: 'INT64', value: ({ samples }) => total(samples) },
    ALIGN_RATE: gauge(({ samples }, period) => total(samples) / period),
  },
};

function total(samples: readonly Sample[]): number {
  return samples.reduce((sum, { values }) => sum + values.reduce((part, each) => part + each.value * each.count, 0), 0);
}

/** Value by value, so that the mean of equal values is that value to the last digit. */
function mean(samples: readonly Sample[]): number {
  const start = { mean: 0, count: 0 };
  const values = samples.flatMap((sample) => sample.values);
  return values.reduce((sofar, { value, count }) => {
    const total = sofar.count + count;
    return { mean: sofar.mean + ((value - sofar.mean) * count) / total, count: total };
  }, start).mean;
}

function numbers(samples: readonly Sample[]): readonly number[] {
  return samples.flatMap(({ values }) => values.map(({ value }) => value));
}
