import type { Histogram } from './histogram.ts';

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** Writes Prometheus' text format, every sample with one time stamp. */
export class Exposition {
  readonly #lines: string[] = [];
  readonly #timestamp: number;

  /** @param timestamp world milliseconds since 1970 */
  constructor(timestamp: number) {
    this.#timestamp = Math.round(timestamp);
  }

  gauge(name: string, samples: readonly Sample[]): void {
    this.#family(name, 'gauge', samples);
  }

  counter(name: string, samples: readonly Sample[]): void {
    this.#family(name, 'counter', samples);
  }

  histogram(name: string, labels: Labels, histogram: Histogram): void {
    const { cumulative, count, sum } = histogram.read();
    const bucket = `${name}_bucket{${written(labels)},le="`;
    this.#lines.push(`# TYPE ${name} histogram`);
    for (const [k, edge] of histogram.edges.entries()) {
      this.#lines.push(`${bucket}${edge}"} ${cumulative[k] ?? 0} ${this.#timestamp}`);
    }
    this.#lines.push(`${bucket}+Inf"} ${count} ${this.#timestamp}`);
    this.#sample(`${name}_count`, labels, count);
    this.#sample(`${name}_sum`, labels, sum);
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #family(name: string, type: string, samples: readonly Sample[]): void {
    this.#lines.push(`# TYPE ${name} ${type}`);
    for (const [labels, value] of samples) this.#sample(name, labels, value);
  }

  #sample(name: string, labels: Labels, value: number): void {
    this.#lines.push(`${name}{${written(labels)}} ${value} ${this.#timestamp}`);
  }
}

function written(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, text]) => `${key}="${escaped(text)}"`)
    .join(',');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
