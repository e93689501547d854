import { grouped } from '../grouped.ts';
import { AwsError } from '../protocol/errors.ts';
import type { Sample } from './metric-store.ts';

/** The samples of one period; `at` is its beginning in wall milliseconds. */
export interface Period {
  readonly at: number;
  readonly samples: readonly Sample[];
}

export interface Span {
  /** Wall milliseconds, included. */
  readonly from: number;
  /** Wall milliseconds, excluded. */
  readonly to: number;
  /** Seconds. */
  readonly period: number;
}

/** @throws AwsError for a period that is no multiple of 60 s (or one of 1, 5, 10, 30) or a span that ends before it begins */
export function periodsOf(samples: readonly Sample[], span: Span): readonly Period[] {
  if (span.from >= span.to) {
    const message = 'The parameter StartTime must be less than the parameter EndTime.';
    throw new AwsError('InvalidParameterValueException', message);
  }
  if (![1, 5, 10, 30].includes(span.period) && (span.period <= 0 || span.period % 60 !== 0)) {
    const message = `The parameter Period must be 1, 5, 10, 30 or a multiple of 60, not ${span.period}.`;
    throw new AwsError('InvalidParameterValueException', message);
  }
  const length = span.period * 1000;
  const within = samples.filter((sample) => sample.at >= span.from && sample.at < span.to);
  const groups = grouped(within, (sample) => Math.floor(sample.at / length) * length);
  return [...groups].map(([at, group]) => ({ at, samples: group })).sort((a, b) => a.at - b.at);
}

/**
 * @param name Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p95
 * @throws AwsError for another name
 */
export function statistic(name: string, samples: readonly Sample[]): number {
  const total = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0);
  const count = total((sample) => sample.count);
  const sum = total((sample) => sample.sum);
  if (name === 'SampleCount') return count;
  if (name === 'Sum') return sum;
  if (name === 'Average') return sum / count;
  if (name === 'Minimum') return Math.min(...samples.map((sample) => sample.minimum));
  if (name === 'Maximum') return Math.max(...samples.map((sample) => sample.maximum));
  const [, percent] = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name) ?? [];
  if (percent !== undefined) return percentile(Number(percent), samples);
  const allowed = 'Average, Sum, Minimum, Maximum, SampleCount, pNN';
  throw new AwsError('InvalidParameterValueException', `The statistic ${name} must be one of ${allowed}.`);
}

/** The nearest rank. */
function percentile(percent: number, samples: readonly Sample[]): number {
  const values = samples.flatMap((sample) => sample.values).sort((a, b) => a.value - b.value);
  const rank = (percent / 100) * values.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { value, count } of values) {
    seen += count;
    if (seen >= rank) return value;
  }
  return Number.NaN;
}
