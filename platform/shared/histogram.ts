import { type Sample, samplesOf } from './prometheus.ts';

/** Observations counted by upper edge, as Prometheus does. Plain data, so that it may be stored as JSON. */
export interface Histogram {
  /** Finite upper edges, growing. */
  readonly edges: readonly number[];
  /** For each edge the number of observations at or below it. */
  readonly cumulative: readonly number[];
  /** All observations, also those above the last edge. */
  readonly count: number;
}

/** The histogram of that name in a scrape, its series merged; undefined where there is none. */
export function histogramOf(scrape: readonly Sample[], name: string): Histogram | undefined {
  const byEdge = new Map<number, number>();
  for (const bucket of samplesOf(scrape, `${name}_bucket`)) {
    const edge = edgeOf(bucket.labels.le ?? '');
    byEdge.set(edge, (byEdge.get(edge) ?? 0) + bucket.value);
  }
  const count = byEdge.get(Infinity);
  if (count === undefined) return undefined;
  const finite = [...byEdge].filter(([edge]) => Number.isFinite(edge)).sort(([a], [b]) => a - b);
  return { edges: finite.map(([edge]) => edge), cumulative: finite.map(([, below]) => below), count };
}

/** @throws RangeError where two histograms have different edges: their sum would be of neither */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const [first = emptyHistogram, ...others] = histograms;
  return others.reduce((sum, other) => combine(sum, other, (a, b) => a + b), first);
}

/**
 * What was observed between two readings of one counter. Where the later reading is smaller the engine was restarted in
 * between and started counting from 0.
 * @throws RangeError where the edges differ
 */
export function histogramSince(before: Histogram, after: Histogram): Histogram {
  if (after.count < before.count) return after;
  return combine(after, before, (a, b) => a - b);
}

/**
 * The value that a share of the observations does not exceed, by linear interpolation within a bucket (Prometheus'
 * histogram_quantile). Above the last finite edge it is that edge. Undefined without observations.
 * @param share 0..1
 */
export function quantile(histogram: Histogram, share: number): number | undefined {
  const { edges, count } = histogram;
  if (count <= 0) return undefined;
  const rank = share * count;
  const cumulative = rising(histogram.cumulative);
  const found = cumulative.findIndex((below) => below >= rank);
  if (found < 0) return edges.at(-1);
  const [lower, upper] = [edges[found - 1] ?? 0, edges[found] ?? 0];
  const [below, within] = [cumulative[found - 1] ?? 0, cumulative[found] ?? 0];
  return within === below ? upper : lower + ((upper - lower) * (rank - below)) / (within - below);
}

const emptyHistogram: Histogram = { edges: [], cumulative: [], count: 0 };

function edgeOf(le: string): number {
  return le === '+Inf' ? Infinity : Number(le);
}

/** Counters that were read one after the other may fall by one from edge to edge once they are subtracted. */
function rising(cumulative: readonly number[]): readonly number[] {
  let highest = 0;
  return cumulative.map((below) => {
    highest = Math.max(highest, below);
    return highest;
  });
}

function combine(a: Histogram, b: Histogram, of: (a: number, b: number) => number): Histogram {
  if (a.edges.length !== b.edges.length || a.edges.some((edge, k) => edge !== b.edges[k])) {
    throw new RangeError('Histograms with different edges cannot be combined');
  }
  return {
    edges: a.edges,
    cumulative: a.cumulative.map((below, k) => of(below, b.cumulative[k] ?? 0)),
    count: of(a.count, b.count),
  };
}
