import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from '../environment/paths';
import { median } from '../measure/timing';
import type { RecordedRun } from './recorded-runs';

/** Committed, because all shards of a run have to count with the same numbers, and machines of CI remember nothing. */
export const DURATIONS = join(PROJECT, 'support/shards/recorded-durations.json');

const SCHEMA = z.object({
  /** What a run takes besides its scenarios: starting and ending the environment. */
  startMilliseconds: z.number().nonnegative(),
  /** By title. Wall time, beside others. */
  scenarios: z.record(z.string(), z.number().nonnegative()),
});

export type Durations = Readonly<z.infer<typeof SCHEMA>>;

const NONE: Durations = { startMilliseconds: 0, scenarios: {} };

/** As recorded last; nothing where nothing is recorded. */
export function readDurations(file = DURATIONS): Durations {
  return existsSync(file) ? SCHEMA.parse(JSON.parse(readFileSync(file, 'utf8'))) : NONE;
}

export function writeDurations(durations: Durations, file = DURATIONS): void {
  writeFileSync(file, `${JSON.stringify(durations, undefined, 2)}\n`);
}

/** A scenario that nobody has recorded yet is taken for a usual one. @returns milliseconds */
export function durationOf({ scenarios }: Durations, name: string): number {
  return (Object.hasOwn(scenarios, name) ? scenarios[name] : undefined) ?? median(Object.values(scenarios)) ?? 1;
}

/** A scenario's latest results that count: enough that a slow one among them does not decide. */
const LATEST = 5;
/** Scenarios of a run from which on they were not alone with the machine, where they would be quicker than in a shard. */
const CROWD = 10;
/** Nobody can tell shorter times apart from noise, and a change of the file shall say something. */
const GRAIN_MS = 100;

/**
 * Durations of these scenarios by what runs have taken; what no run tells of stays as it was known.
 * @param names those that there are now: others are forgotten
 * @param runs oldest first
 */
export function recordDurations(known: Durations, runs: readonly RecordedRun[], names: readonly string[]): Durations {
  const crowded = runs.filter(({ scenarios }) => scenarios.length >= CROWD);
  const passed = new Map<string, number[]>();
  for (const { name, status, milliseconds } of crowded.flatMap(({ scenarios }) => scenarios)) {
    if (status === 'passed') passed.set(name, [...(passed.get(name) ?? []), milliseconds]);
  }
  const entries = [...names].sort().flatMap((name): readonly (readonly [string, number])[] => {
    const latest = passed.get(name)?.slice(-LATEST);
    if (latest) return [[name, rounded(median(latest))]];
    return Object.hasOwn(known.scenarios, name) ? [[name, known.scenarios[name] ?? 0]] : [];
  });
  const starts = runs.flatMap(({ besides }) => besides ?? []).slice(-LATEST);
  return {
    startMilliseconds: starts.length > 0 ? rounded(median(starts)) : known.startMilliseconds,
    scenarios: Object.fromEntries(entries),
  };
}

function rounded(milliseconds: number | undefined): number {
  return Math.max(Math.round((milliseconds ?? 0) / GRAIN_MS), 1) * GRAIN_MS;
}
