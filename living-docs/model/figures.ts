import type { ThresholdRecord } from '../../support/reports/run-record';
import type { PastRun } from './history';
import type { Scenario } from './scenario';

/** A promise with a number in it, what was measured, and what was measured before. */
export interface Figure extends ThresholdRecord {
  readonly scenario: Scenario;
  /** Has to be met to the cent: there is no head-room. */
  readonly isExact: boolean;
  /** Of earlier runs, oldest first. */
  readonly trend: readonly { readonly at: string; readonly measured: string; readonly headRoom: number }[];
}

/** All figures of a run, the tightest first. */
export function figuresOf(scenarios: readonly Scenario[], runs: readonly PastRun[]): readonly Figure[] {
  const past = pastFigures(runs);
  return scenarios
    .flatMap((scenario) =>
      scenario.thresholds.map((threshold) => ({
        ...threshold,
        scenario,
        isExact: threshold.promised.startsWith('exactly'),
        trend: past.get(keyOf(scenario.name, threshold)) ?? [],
      })),
    )
    .sort((one, other) => one.headRoom - other.headRoom);
}

type Past = Map<string, { readonly at: string; readonly measured: string; readonly headRoom: number }[]>;

function pastFigures(runs: readonly PastRun[]): Past {
  const past: Past = new Map();
  for (const { at, scenarios } of runs)
    for (const { name, thresholds } of scenarios)
      for (const threshold of thresholds) {
        const key = keyOf(name, threshold);
        const { measured, headRoom } = threshold;
        past.set(key, [...(past.get(key) ?? []), { at, measured, headRoom }]);
      }
  return past;
}

function keyOf(scenario: string, { what, promised }: ThresholdRecord): string {
  return `${scenario}\n${what}\n${promised}`;
}
