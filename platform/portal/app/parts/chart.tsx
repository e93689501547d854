import { useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Empty } from './states.tsx';
import { Table } from './table.tsx';

export interface Series {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

interface ChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly formatTime: (at: number) => string;
  /** A value that is promised. */
  readonly limit?: { readonly value: number; readonly name: string };
  /** Whether the axis begins at nothing. */
  readonly fromZero?: boolean;
}

const COLOURS = [
  'var(--chart-1)',
  'var(--chart-2)',
  'var(--chart-3)',
  'var(--chart-4)',
  'var(--chart-5)',
  'var(--chart-6)',
];

/** Lines over time, and the same figures as a table for whoever cannot see them. */
export function Chart({ title, series, format, formatTime, limit, fromZero = true }: ChartProps) {
  const [isTable, setTable] = useState(false);
  if (series.every(({ points }) => points.length === 0)) return <Empty>Nothing has been measured yet.</Empty>;
  return (
    <figure className="chart" aria-label={title}>
      {isTable ? (
        <Figures title={title} series={series} format={format} formatTime={formatTime} />
      ) : (
        <Lines {...{ title, series, format, formatTime, fromZero }} {...(limit && { limit })} />
      )}
      <figcaption>
        <ul className="legend" aria-label={`Lines of ${title}`}>
          {series.map(({ name, points }, k) => (
            <li key={name} data-points={points.length}>
              <span className="swatch" style={{ background: COLOURS[k % COLOURS.length] }} />
              {name}: <data value={points.at(-1)?.value}>{format(points.at(-1)?.value ?? 0)}</data>
            </li>
          ))}
          {limit && (
            <li>
              <span className="swatch limit" />
              {limit.name}: {format(limit.value)}
            </li>
          )}
        </ul>
        <button type="button" className="quiet" onClick={() => setTable(!isTable)}>
          {isTable ? 'Show as a chart' : 'Show as a table'}
        </button>
      </figcaption>
    </figure>
  );
}

function Lines({ series, format, formatTime, limit, fromZero }: ChartProps) {
  return (
    <div className="plot" aria-hidden="true">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart accessibilityLayer={false} data={rowsOf(series)} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={formatTime}
            minTickGap={40}
            stroke="var(--muted)"
            fontSize={12}
          />
          <YAxis
            tickFormatter={format}
            width={76}
            stroke="var(--muted)"
            fontSize={12}
            domain={[fromZero ? 0 : 'auto', limit ? (most: number) => Math.max(most, limit.value) * 1.05 : 'auto']}
          />
          <Tooltip
            formatter={(value) => format(Number(value))}
            labelFormatter={(at) => formatTime(Number(at))}
            contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 8 }}
          />
          {limit && <ReferenceLine y={limit.value} stroke="var(--bad)" strokeDasharray="6 4" />}
          {series.map(({ name }, k) => (
            <Line
              key={name}
              dataKey={name}
              type="stepAfter"
              dot={false}
              connectNulls
              strokeWidth={2}
              stroke={COLOURS[k % COLOURS.length] ?? 'var(--chart-1)'}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function Figures({
  title,
  series,
  format,
  formatTime,
}: Pick<ChartProps, 'title' | 'series' | 'format' | 'formatTime'>) {
  return (
    <Table
      label={`${title} as a table`}
      columns={[{ name: 'Time' }, ...series.map(({ name }) => ({ name, isNumber: true }))]}
      rows={rowsOf(series).map((row) => ({
        key: String(row.at),
        cells: [formatTime(row.at), ...series.map(({ name }) => (row[name] === undefined ? '' : format(row[name])))],
      }))}
    />
  );
}

type Row = { readonly at: number } & Readonly<Record<string, number>>;

/** A row for each moment at which anything was measured. */
function rowsOf(series: readonly Series[]): readonly Row[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { name, points } of series) {
    for (const { at, value } of points) rows.set(at, { ...rows.get(at), at, [name]: value });
  }
  return [...rows.values()].toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)) as unknown as readonly Row[];
}
