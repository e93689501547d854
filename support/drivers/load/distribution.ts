/** How figures are spread. In the unit of the figures. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** @throws RangeError of none: what was never measured is no promise kept */
export function distributionOf(values: readonly number[]): Distribution {
  if (values.length === 0) throw new RangeError('Nothing was measured');
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => percentile(sorted, share) ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** The value that a share of all does not exceed (nearest rank); undefined of none. @param share 0..1 */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
