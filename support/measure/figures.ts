import { table } from '../commands/report';

/** One figure, what it should be, and what it is. */
export interface Figure {
  readonly figure: string;
  readonly unit: 's' | 'ms' | '%' | 'GiB' | 'KB' | 'count' | 'times' | 'a second';
  /** The most it may be; the least where `atLeast` is set. Without it the figure is there to be compared with others. */
  readonly target?: number;
  readonly atLeast?: boolean;
  /** Undefined where nothing could be measured; which is not well. */
  readonly measured: number | undefined;
  /** What else there is to know of it. */
  readonly note?: string;
}

export function isWell({ target, measured, atLeast }: Figure): boolean {
  if (measured === undefined) return false;
  if (target === undefined) return true;
  return atLeast ? measured >= target : measured <= target;
}

export function showFigures(figures: readonly Figure[]): string {
  const rows = figures.map((one) => [
    one.figure,
    one.target === undefined ? '' : `${one.atLeast ? '>=' : '<='} ${show(one.target, one.unit)}`,
    one.measured === undefined ? 'not measured' : show(one.measured, one.unit),
    isWell(one) ? 'ok' : 'NO',
    one.note ?? '',
  ]);
  return table(['figure', 'target', 'measured', 'ok', ''], rows);
}

function show(value: number, unit: Figure['unit']): string {
  return unit === 'count' ? String(value) : `${Number(value.toFixed(2))} ${unit}`;
}
