import type { ScenarioRecord } from '../reports/run-record';

type Result = Pick<ScenarioRecord, 'location' | 'name' | 'status'>;

/** How often a scenario came to which result. */
export interface Tally {
  readonly location: string;
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

/** What several runs of the same commit say together. Nothing but "passed" counts as passed. */
export function tally(runs: readonly (readonly Result[])[]): readonly Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { location, name, status } of runs.flat()) {
    const { passed, failed } = tallies.get(location) ?? { passed: 0, failed: 0 };
    const counts = status === 'passed' ? { passed: passed + 1, failed } : { passed, failed: failed + 1 };
    tallies.set(location, { location, name, ...counts });
  }
  return [...tallies.values()];
}

/** A flake comes to different results, or is missing from some runs. @param runs how many runs there were */
export function isFlake({ passed, failed }: Tally, runs: number): boolean {
  return (passed > 0 && failed > 0) || passed + failed < runs;
}

/** Fails in every run: no flake, but no proof either. */
export function alwaysFails({ passed, failed }: Tally): boolean {
  return passed === 0 && failed > 0;
}
