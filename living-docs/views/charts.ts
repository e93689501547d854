import { escaped, Html, NOTHING } from './html';

const WIDTH = 120;
const HEIGHT = 24;
const EDGE = 3;

/** A line of figures without axes, for a cell of a table; what it says stands in its label. */
export function trendLine(values: readonly number[], label: string): Html {
  const known = values.filter(Number.isFinite);
  if (known.length < 2) return NOTHING;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => EDGE + (index / (known.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number) => (high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE));
  const points = known.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const last = points.at(-1)?.split(',') ?? [];
  return new Html(
    `<svg class="trend" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}"><polyline points="${points.join(' ')}"/><circle cx="${last[0]}" cy="${last[1]}" r="2.5"/></svg>`,
  );
}

/** One part of a column: which style it has, and how tall it is. */
export interface Part {
  readonly style: string;
  readonly value: number;
}

interface Columns {
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly parts: readonly Part[] }[];
}

const COLUMN = 14;
const TALL = 120;

/** Stacked columns, one a run; each tells its figures when it is pointed at, and the table beside tells all. */
export function columnChart({ label, columns }: Columns): Html {
  const most = Math.max(1, ...columns.map(({ parts }) => sum(parts)));
  const width = Math.max(columns.length * COLUMN, COLUMN);
  const drawn = columns.map(({ title, parts }, index) => {
    let y = TALL;
    const rects = parts
      .filter(({ value }) => value > 0)
      .map(({ style, value }) => {
        const height = Math.max((value / most) * TALL, 1.5);
        y -= height;
        return `<rect class="${style}" x="${index * COLUMN}" y="${y.toFixed(1)}" width="${COLUMN - 4}" height="${height.toFixed(1)}"/>`;
      });
    return `<g><title>${escaped(title)}</title>${rects.join('')}</g>`;
  });
  return new Html(
    `<svg class="columns" width="${width}" height="${TALL + 1}" viewBox="0 -1 ${width} ${TALL + 1}" role="img" aria-label="${escaped(label)}">${drawn.join('')}</svg>`,
  );
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}
