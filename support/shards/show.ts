import { table } from '../commands/report';
import type { Shard } from './balance';
import { lastOf, type Spread } from './spread';

/** A plan of shards, one line each. @param start what a shard takes besides its scenarios, in milliseconds */
export function showPlan(shards: readonly Shard[], start: number): string {
  const rows = shards.map(({ scenarios, milliseconds }, index) => [
    `${index + 1}/${shards.length}`,
    String(scenarios.length),
    seconds(start + milliseconds),
  ]);
  return table(['shard', 'scenarios', 'expected'], rows);
}

/** How even a plan is, beside the shards that Cucumber would cut. @param byTurns wall time of the longest of those */
export function showEvenness(shards: readonly Shard[], byTurns: number, start: number): string {
  const times = shards.map(({ milliseconds }) => milliseconds);
  const mean = times.reduce((sum, time) => sum + time, 0) / Math.max(times.length, 1);
  const above = mean > 0 ? ((lastOf(shards) / mean - 1) * 100).toFixed(1) : '0.0';
  return `The longest shard takes ${above}% more than the mean. Cut by the order of the features it would end after ${seconds(start + byTurns)}.`;
}

/** How many scenarios spread over more and more runners. */
export function showSpreads(spreads: readonly Spread[]): string {
  const rows = spreads.map(({ runners, wall, total, least }) => [
    String(runners),
    minutes(wall),
    minutes(least),
    (total / 3_600_000).toFixed(1),
  ]);
  return table(['runners', 'minutes', 'no less than', 'hours of machines'], rows);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function minutes(milliseconds: number): string {
  return (milliseconds / 60_000).toFixed(1);
}
