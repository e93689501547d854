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
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
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

/** A figure at one stage. */
export interface Stage {
  readonly name: string;
  readonly value: number;
  readonly shown: string;
}

const WIDE = 300;
const HIGH = 96;
const [LEFT, RIGHT, TOP, BOTTOM] = [10, 70, 24, 8];

/** A line from stage to stage that begins at zero, so that nothing looks larger than it is; the first and the last figure stand beside it. */
export function stageChart({ title, stages }: { readonly title: string; readonly stages: readonly Stage[] }): Html {
  const most = Math.max(...stages.map(({ value }) => value), Number.MIN_VALUE);
  const x = (index: number) => LEFT + (index / (stages.length - 1)) * (WIDE - LEFT - RIGHT);
  const y = (value: number) => HIGH - BOTTOM - (Math.max(value, 0) / most) * (HIGH - TOP - BOTTOM);
  const points = stages.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const dots = stages.map(({ name, value, shown }, index) => {
    return `<circle cx="${x(index).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3"><title>${escaped(`${name}: ${shown}`)}</title></circle>`;
  });
  const [first, last] = [stages[0], stages.at(-1)];
  const label = `${title}: from ${first?.shown} ${first?.name} to ${last?.shown} at "${last?.name}"`;
  const end = y(last?.value ?? 0) + 4;
  return new Html(
    `<svg class="chart" width="${WIDE}" height="${HIGH}" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="${escaped(label)}">` +
      `<text x="${LEFT}" y="12">${escaped(title)}, from ${escaped(first?.shown ?? '')}</text>` +
      `<line x1="${LEFT}" x2="${WIDE - RIGHT}" y1="${HIGH - BOTTOM}" y2="${HIGH - BOTTOM}"/>` +
      `<polyline points="${points.join(' ')}"/>${dots.join('')}` +
      `<text x="${WIDE - RIGHT + 8}" y="${end.toFixed(1)}">${escaped(last?.shown ?? '')}</text></svg>`,
  );
}
