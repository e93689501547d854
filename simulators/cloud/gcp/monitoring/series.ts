import { gpuPercent, type Quantity, receivedBytes } from '../../metering/quantities.ts';
import { readingsOf, type TimeRange } from '../../metering/readings.ts';
import type { GceInstance } from '../compute/instance.ts';
import type { Project } from '../projects/project.ts';
import { invalid } from '../protocol/errors.ts';
import type { Test } from '../protocol/filter.ts';
import { type Aligner, aligners } from './aligners.ts';
import { type Bucket, bucketsOf, type Interval, minutesOf } from './points.ts';

interface Metric {
  readonly type: string;
  /** GAUGE is measured, DELTA counted. */
  readonly kind: 'GAUGE' | 'DELTA';
  readonly quantity: Quantity;
}

const metrics: readonly Metric[] = [
  { type: 'agent.googleapis.com/gpu/utilization', kind: 'GAUGE', quantity: gpuPercent },
  { type: 'compute.googleapis.com/instance/network/received_bytes_count', kind: 'DELTA', quantity: receivedBytes },
];

export interface SeriesWish {
  readonly passes: Test;
  readonly interval: Interval;
  /** Undefined for the samples as they are, one a minute. */
  readonly alignment: { readonly aligner: string; readonly periodSeconds: number } | undefined;
}

const sampleSeconds = 60;
const hour = 3_600_000;

/**
 * What has been measured of the project's running machines: a series for each of which something was.
 * @throws GoogleError for an aligner that does not fit
 */
export function seriesIn(project: Project, wish: SeriesWish): readonly object[] {
  const series = metrics.flatMap((metric) =>
    project.running
      .map((instance) => ({ instance, header: headerOf(project, instance, metric) }))
      .filter(({ header }) => wish.passes(header))
      .map(({ instance, header }) => ({ ...header, ...pointsOf(project, instance, { metric, wish }) })),
  );
  return series.filter(({ points }) => points.length > 0);
}

function headerOf(project: Project, { id, zone, name }: GceInstance, { type }: Metric) {
  const labels = type.startsWith('compute.') ? { instance_name: name } : {};
  const resource = { type: 'gce_instance', labels: { project_id: project.id, instance_id: id, zone } };
  return { metric: { type, labels }, resource };
}

interface Ask {
  readonly metric: Metric;
  readonly wish: SeriesWish;
}

function pointsOf(project: Project, instance: GceInstance, { metric, wish }: Ask) {
  const { interval, alignment } = wish;
  const readings = readingsOf(project, instance, { quantity: metric.quantity, range: hoursAround(interval) });
  const samples = minutesOf(readings, interval);
  const periodSeconds = alignment?.periodSeconds ?? sampleSeconds;
  const aligner = alignerOf(metric, alignment?.aligner);
  const buckets = alignment
    ? bucketsOf(samples, periodSeconds * 1000, interval)
    : samples.map((sample) => ({ end: sample.at, samples: [sample] })).toReversed();
  const points = buckets.map((bucket) => pointOf(bucket, aligner, periodSeconds));
  return { metricKind: aligner.metricKind, valueType: aligner.valueType, points };
}

/** Readings are of whole hours. */
function hoursAround({ start, end }: Interval): TimeRange {
  return { from: Math.floor(start / hour) * hour, to: Math.ceil(end / hour) * hour };
}

/** Single samples are their own mean and their own sum. */
function alignerOf({ kind, type }: Metric, name = kind === 'GAUGE' ? 'ALIGN_MEAN' : 'ALIGN_DELTA'): Aligner {
  const fitting = aligners[kind];
  const aligner = Object.hasOwn(fitting, name) ? fitting[name] : undefined;
  if (aligner) return aligner;
  const allowed = Object.keys(fitting).join(', ');
  throw invalid(`Field aggregation.perSeriesAligner had an invalid value of "${name}": ${type} takes ${allowed}.`);
}

function pointOf(bucket: Bucket, { metricKind, valueType, value }: Aligner, periodSeconds: number): object {
  const number = value(bucket, periodSeconds);
  const start = metricKind === 'DELTA' ? bucket.end - periodSeconds * 1000 : bucket.end;
  return {
    interval: { startTime: new Date(start).toISOString(), endTime: new Date(bucket.end).toISOString() },
    value: valueType === 'INT64' ? { int64Value: String(Math.round(number)) } : { doubleValue: number },
  };
}
