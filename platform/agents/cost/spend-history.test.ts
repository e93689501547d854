import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measurement, MeasurementQuery, MetricsStore } from '../../shared/metrics-store.ts';
import type { PricedMachine } from '../shared/estate.ts';
import { machine } from '../shared/testing/machine.ts';
import { partsOf, recordHistory, totalsOf } from './spend-history.ts';

const day = 86_400_000;
const now = new Date('2026-06-30T12:00:00Z');
const customerId = 'customer';

function priced(dollars: number, launched: string, cloud: 'aws' | 'gcp' = 'aws'): PricedMachine {
  return { machine: { ...machine({ launchedAt: new Date(launched) }), cloud }, cents: dollars * 100 };
}

/** The points of a store that keeps what it is given. */
class Points {
  kept: Measurement[] = [];

  readonly store = {
    read: async ({ metricType }: MeasurementQuery) => this.of(metricType),
    record: async (points: readonly Measurement[]) => void this.kept.push(...points),
    replace: async (points: readonly Measurement[]) => {
      const places = new Set(points.map(placeOf));
      this.kept = [...this.kept.filter((point) => !places.has(placeOf(point))), ...points];
    },
  } as unknown as MetricsStore;

  of(metricType: Measurement['metricType'] | undefined): readonly Measurement[] {
    const points = this.kept.filter((point) => point.metricType === metricType);
    return points.toSorted((a, b) => a.timestamp.getTime() - b.timestamp.getTime());
  }

  get totals(): readonly number[] {
    return this.of('monthly_cost').map(({ value }) => value);
  }
}

function placeOf({ metricType, scope, timestamp }: Measurement): string {
  return `${metricType} ${scope} ${timestamp.getTime()}`;
}

test('each midnight has the machines that had been launched by then', () => {
  const machines = [priced(300, '2026-06-28T00:00:00Z'), priced(50, '2026-06-29T09:00:00Z')];
  const parts = partsOf(machines, { days: 30, now });
  assert.deepEqual(
    parts.map(({ at, dollars }) => [new Date(at).toISOString(), dollars]),
    [
      ['2026-06-28T00:00:00.000Z', 300],
      ['2026-06-29T00:00:00.000Z', 300],
      ['2026-06-30T00:00:00.000Z', 350],
    ],
  );
});

test('30 days are 30 midnights, the last of them the beginning of today', () => {
  const parts = partsOf([priced(300, '2026-01-01T00:00:00Z')], { days: 30, now });
  assert.equal(parts.length, 30);
  assert.equal(new Date(parts.at(0)?.at ?? 0).toISOString(), '2026-06-01T00:00:00.000Z');
});

test('what is past the end of one history, or before the window, is no sum', () => {
  const parts = [1, 2, 3].map((at) => ({ cloud: 'aws', at, dollars: 10 }));
  const later = [2, 3, 4].map((at) => ({ cloud: 'gcp', at, dollars: 1 }));
  assert.deepEqual(
    [...totalsOf([...parts, ...later], 2)],
    [
      [2, 11],
      [3, 11],
    ],
  );
  assert.deepEqual([...totalsOf([], 0)], []);
});

test('a repeated task adds nothing', async () => {
  const points = new Points();
  const machines = [priced(300, '2026-01-01T00:00:00Z')];
  for (const days of [30, 30]) await recordHistory(points.store, machines, { customerId, days, now });
  assert.deepEqual(points.totals, Array(30).fill(300));
});

test('a second cloud adds what is its own, though machines of the first have ended since', async () => {
  const points = new Points();
  await recordHistory(points.store, [priced(300, '2026-01-01T00:00:00Z')], { customerId, days: 30, now });
  const later = new Date(now.getTime() + 2 * day);
  const machines = [priced(100, '2026-07-01T09:00:00Z'), priced(40, '2026-06-20T00:00:00Z', 'gcp')];
  for (const days of [30, 30]) await recordHistory(points.store, machines, { customerId, days, now: later });
  assert.deepEqual(points.totals, [...Array(19).fill(300), ...Array(11).fill(340)]);
});
