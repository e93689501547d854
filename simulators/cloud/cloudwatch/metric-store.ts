/** What a metric is known by. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
}

/** What has been put at one time: a set of statistics, and the values behind it where they are known. */
export interface Sample {
  /** Wall milliseconds. */
  readonly at: number;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly values: readonly { readonly value: number; readonly count: number }[];
}

interface Series {
  readonly metric: MetricName;
  readonly samples: Sample[];
}

/** The metrics that an account has been given. */
export class MetricStore {
  readonly #series = new Map<string, Series>();

  /** @param scope the region */
  put(scope: string, metric: MetricName, sample: Sample): void {
    const key = keyOf(scope, metric);
    const series = this.#series.get(key) ?? { metric, samples: [] };
    series.samples.push(sample);
    this.#series.set(key, series);
  }

  list(scope: string): readonly MetricName[] {
    return [...this.#series].filter(([key]) => key.startsWith(`["${scope}"`)).map(([, series]) => series.metric);
  }

  /** The samples of the metric with exactly those dimensions. */
  samples(scope: string, metric: MetricName): readonly Sample[] {
    return this.#series.get(keyOf(scope, metric))?.samples ?? [];
  }
}

function keyOf(scope: string, { namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([scope, namespace, name, [...dimensions].sort()]);
}
