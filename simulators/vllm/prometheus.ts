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
    this.#lines.push(`# TYPE ${name} histogram`);
    for (const [k, edge] of histogram.edges.entries()) {
      this.#sample(`${name}_bucket`, { ...labels, le: String(edge) }, cumulative[k] ?? 0);
    }
    this.#sample(`${name}_bucket`, { ...labels, le: '+Inf' }, count);
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
    const written = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
    this.#lines.push(`${name}{${written.join(',')}} ${value} ${this.#timestamp}`);
  }
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
