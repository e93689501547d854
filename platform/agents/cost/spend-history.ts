import type { Measurement, MetricsStore, StoredType } from '../../shared/metrics-store.ts';
import type { PricedMachine } from '../shared/estate.ts';

/** What one cloud cost at a midnight (UTC) of the past. */
export interface Part {
  readonly cloud: string;
  readonly at: number;
  /** US dollars a month. */
  readonly dollars: number;
}

/** What is asked for: of which customer, and how many midnights before now. */
export interface HistoryWish {
  readonly customerId: string;
  readonly days: number;
  readonly now: Date;
}

/**
 * What the machines that run now, and had been launched by then, cost a month at their present prices, at each of the last midnights from the first
 * launch on; oldest first.
 *
 * That is what can be known of the time before OptiInfra: clouds tell since when a machine runs, and forget one within an hour of its end. So it
 * is the least that was spent. What is reserved but not used, and data on its way to another cloud, say nothing of when they began.
 */
export function partsOf(
  machines: readonly PricedMachine[],
  { days, now }: Omit<HistoryWish, 'customerId'>,
): readonly Part[] {
  const midnights = lastMidnights(days, now);
  return [...new Set(machines.map(({ machine }) => machine.cloud))].flatMap((cloud) => {
    const own = machines.filter(({ machine }) => machine.cloud === cloud);
    return midnights.flatMap((at) => {
      const there = own.filter(({ machine }) => machine.launchedAt.getTime() <= at);
      const cents = there.reduce((sum, machine) => sum + machine.cents, 0);
      return there.length > 0 ? [{ cloud, at, dollars: cents / 100 }] : [];
    });
  });
}

/**
 * All clouds together, from a moment on. A cloud that was taken on earlier has a history that ends earlier: what is past the end of any is left
 * out, because there the spend was measured.
 */
export function totalsOf(parts: readonly Part[], since: number): ReadonlyMap<number, number> {
  const ends = new Map<string, number>();
  for (const { cloud, at } of parts) ends.set(cloud, Math.max(at, ends.get(cloud) ?? at));
  const end = Math.min(...ends.values());
  const totals = new Map<number, number>();
  for (const { at, dollars } of parts) {
    if (at >= since && at <= end) totals.set(at, (totals.get(at) ?? 0) + dollars);
  }
  return totals;
}

/**
 * Records the past of monthly_cost. A cloud's part is found out once, when it is taken on, and kept: machines that end later are in it. So a
 * further cloud adds to the sum what is its own, and a task that is repeated adds nothing.
 */
export async function recordHistory(
  metrics: MetricsStore,
  machines: readonly PricedMachine[],
  wish: HistoryWish,
): Promise<void> {
  const { customerId } = wish;
  const kept = (await metrics.read({ customerId, metricType: 'monthly_cost_part' })).map(toPart);
  const found = partsOf(machines, wish).filter(({ cloud }) => !kept.some((part) => part.cloud === cloud));
  const point = (metricType: StoredType, scope: string, { at, dollars }: Omit<Part, 'cloud'>): Measurement => {
    return { customerId, metricType, scope, timestamp: new Date(at), value: dollars };
  };
  await metrics.record(found.map((part) => point('monthly_cost_part', part.cloud, part)));
  const [since = 0] = lastMidnights(wish.days, wish.now);
  const totals = [...totalsOf([...kept, ...found], since)];
  await metrics.replace(totals.map(([at, dollars]) => point('monthly_cost', '', { at, dollars })));
}

function toPart({ scope, timestamp, value }: Measurement): Part {
  return { cloud: scope, at: timestamp.getTime(), dollars: value };
}

const millisecondsADay = 24 * 3600 * 1000;

/** Oldest first; the last is the beginning of today. */
function lastMidnights(days: number, now: Date): readonly number[] {
  const today = Math.floor(now.getTime() / millisecondsADay) * millisecondsADay;
  return Array.from({ length: days }, (_, k) => today - (days - 1 - k) * millisecondsADay);
}
