import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { slug } from './slug';

const THRESHOLD = z.object({
  what: z.string(),
  promised: z.string(),
  measured: z.string(),
  headRoom: z.number().catch(Number.NaN),
});

const RUN = z.object({
  at: z.string(),
  commit: z.string(),
  milliseconds: z.number(),
  scenarios: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed', 'skipped']),
      milliseconds: z.number(),
      thresholds: z.array(THRESHOLD).default([]),
    }),
  ),
});

/** A run that was, as `reports/history/runs.ndjson` keeps it. */
export type PastRun = Readonly<z.infer<typeof RUN>>;

/** Oldest first; empty where nothing was kept. Lines that are no run are left out: a run that was killed may have cut one off. */
export function readHistory(file: string): readonly PastRun[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const run = RUN.safeParse(parsed(line));
      return run.success ? [run.data] : [];
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export type PastStatus = PastRun['scenarios'][number]['status'];

/** How a scenario went in one run. */
export interface PastResult {
  readonly at: string;
  readonly commit: string;
  readonly status: PastStatus;
  readonly milliseconds: number;
}

/** By the scenario's address: what became of it, oldest first. */
export function resultsByScenario(runs: readonly PastRun[]): ReadonlyMap<string, readonly PastResult[]> {
  const results = new Map<string, PastResult[]>();
  for (const { at, commit, scenarios } of runs)
    for (const { name, status, milliseconds } of scenarios) {
      const key = slug(name);
      const there = results.get(key);
      if (there) there.push({ at, commit, status, milliseconds });
      else results.set(key, [{ at, commit, status, milliseconds }]);
    }
  return results;
}

/** A scenario that passed and failed although nothing had changed. */
export interface Flake {
  readonly name: string;
  readonly commit: string;
  readonly passed: number;
  readonly failed: number;
  readonly last: string;
}

/** Different results for one commit, the latest first. */
export function flakesIn(runs: readonly PastRun[]): readonly Flake[] {
  const tallies = new Map<string, { name: string; commit: string; passed: number; failed: number; last: string }>();
  for (const { at, commit, scenarios } of runs) {
    if (commit === '') continue;
    for (const { name, status } of scenarios) {
      const tally = tallies.get(`${commit} ${name}`) ?? { name, commit, passed: 0, failed: 0, last: at };
      if (status === 'passed') tally.passed += 1;
      if (status === 'failed') tally.failed += 1;
      tally.last = at;
      tallies.set(`${commit} ${name}`, tally);
    }
  }
  return [...tallies.values()]
    .filter(({ passed, failed }) => passed > 0 && failed > 0)
    .sort((one, other) => other.last.localeCompare(one.last));
}
