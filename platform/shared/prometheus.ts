/** One line of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since 1970 as the exporter states them; undefined where it does not. */
  readonly timestamp: number | undefined;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+(-?\d+))?$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)",?\s*/gy;

/**
 * Reads Prometheus' text format.
 * @param metrics where given, only samples of metrics of these names: most of what an engine exports are buckets that few ask for
 * @throws SyntaxError naming the line that is not of that format
 */
export function parsePrometheus(text: string, metrics?: readonly string[]): readonly Sample[] {
  const lines = text.split('\n').map((written) => written.trim());
  const samples = lines.filter((written) => written !== '' && !written.startsWith('#'));
  const wanted = metrics && new Set(metrics);
  return (wanted ? samples.filter((written) => wanted.has(nameIn(written))) : samples).map(parseLine);
}

/** What stands before the labels or the value. */
function nameIn(written: string): string {
  return written.slice(0, written.search(/[{\s]|$/));
}

/** The samples of one metric whose labels have at least the given values. */
export function samplesOf(
  scrape: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] {
  const wanted = Object.entries(labels);
  return scrape.filter(
    (sample) => sample.name === name && wanted.every(([key, value]) => sample.labels[key] === value),
  );
}

/** How much a counter grew from one reading to the next. A smaller one comes of a restart, after which it counts from 0. */
export function counterGrowth(before: number, after: number): number {
  return after < before ? after : after - before;
}

function parseLine(written: string): Sample {
  const [, name, labels = '', value, timestamp] = line.exec(written) ?? [];
  if (name === undefined || value === undefined) throw malformed(written);
  return {
    name,
    labels: parseLabels(labels, written),
    value: parseValue(value, written),
    timestamp: timestamp === undefined ? undefined : Number(timestamp),
  };
}

function parseLabels(text: string, written: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(label)];
  if (pairs.map(([pair]) => pair).join('') !== text) throw malformed(written);
  return Object.fromEntries(pairs.map(([, key, value = '']) => [key, unescaped(value)]));
}

function parseValue(text: string, written: string): number {
  if (text === '+Inf' || text === '-Inf') return text === '+Inf' ? Infinity : -Infinity;
  const value = Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw malformed(written);
  return value;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function malformed(written: string): SyntaxError {
  return new SyntaxError(`"${written}" is not a line of Prometheus' text format. Write it like up{job="a"} 1`);
}
