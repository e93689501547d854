/** Cumulative counts of a histogram by upper edge, ascending; the last edge is Infinity. Edges in the metric's unit (seconds). */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export type Samples = ReadonlyMap<string, readonly Sample[]>;
interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads the samples of one metric family from the Prometheus text format: those whose names begin with its name. Time stamps are not needed here.
 */
export function parseSamples(text: string, family: string): Samples {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const match = line.startsWith(family) ? /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) : undefined;
    if (!match?.[1]) continue;
    const known = samples.get(match[1]) ?? [];
    known.push({ labels: labelsOf(match[2] ?? ''), value: Number(match[3]) });
    samples.set(match[1], known);
  }
  return samples;
}

/** @throws RangeError when the text holds no such histogram: an absent figure is never a zero */
export function histogram(samples: Samples, name: string): Histogram {
  const buckets = (samples.get(`${name}_bucket`) ?? [])
    .map(({ labels, value }) => ({ edge: labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le), value }))
    .sort((one, other) => one.edge - other.edge);
  if (buckets.length === 0) throw new RangeError(`The metrics hold no histogram "${name}"`);
  return { edges: buckets.map(({ edge }) => edge), counts: buckets.map(({ value }) => value) };
}

/** What came between two readings of the same histogram. */
export function difference(later: Histogram, earlier: Histogram): Histogram {
  const before = new Map(earlier.edges.map((edge, index) => [edge, earlier.counts[index] ?? 0]));
  return {
    edges: later.edges,
    counts: later.counts.map((count, index) => count - (before.get(later.edges[index] ?? Number.NaN) ?? 0)),
  };
}

/** Several replicas' histograms as one. All must have the same edges. */
export function merge(histograms: readonly Histogram[]): Histogram {
  const [first] = histograms;
  if (!first) throw new RangeError('There is no histogram to merge');
  return {
    edges: first.edges,
    counts: first.edges.map((_, index) => histograms.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)),
  };
}

export function total(of: Histogram): number {
  return of.counts.at(-1) ?? 0;
}

/**
 * The quantile by linear interpolation inside its bucket, as Prometheus does it, in the unit of the edges.
 * @throws RangeError when nothing was counted: an empty window has no latency
 */
export function quantile(of: Histogram, share: number): number {
  const rank = share * total(of);
  if (!(rank > 0)) throw new RangeError('Nothing was counted in this window, so it has no quantile');
  const index = of.counts.findIndex((count) => count >= rank);
  const upper = of.edges[index] ?? Number.POSITIVE_INFINITY;
  const lower = index > 0 ? (of.edges[index - 1] ?? 0) : 0;
  if (!Number.isFinite(upper)) return lower;
  const below = index > 0 ? (of.counts[index - 1] ?? 0) : 0;
  return lower + (upper - lower) * ((rank - below) / ((of.counts[index] ?? rank) - below));
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]));
}
