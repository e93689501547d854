import type { SuiteRun } from '../support/measure/suite-run';
import type { FailureRecord, ScenarioRecord } from '../support/reports/run-record';

/** What became of a defect. Only "caught" is well. */
export type Verdict =
  | { readonly outcome: 'caught'; readonly by: readonly string[]; readonly failure: string }
  | { readonly outcome: 'caught elsewhere'; readonly by: readonly string[]; readonly failure: string }
  /** Titles of the expected scenarios that passed. */
  | { readonly outcome: 'survived'; readonly passed: readonly string[] }
  /** Nothing was proven: what was broken is the run, or the defect itself. */
  | { readonly outcome: 'crash' | 'no program' | 'fails anyway'; readonly failure: string };

type Run = Pick<SuiteRun, 'exitCode' | 'scenarios' | 'promises' | 'problems' | 'died' | 'complaints'>;

/** Judges the run of nothing but the expected scenarios: caught when each of them failed because of a broken promise. */
export function judgeExpected(run: Run, titles: readonly string[]): Verdict {
  const crash = crashOf(run);
  if (crash !== undefined) return { outcome: 'crash', failure: crash };
  const missing = titles.find((title) => !run.scenarios.some(({ name }) => name === title));
  if (missing !== undefined) return { outcome: 'crash', failure: `"${missing}" was not run` };
  const broken = run.scenarios.flatMap(({ name, failure }) => (titles.includes(name) && failure ? [failure] : []));
  const passed = titles.filter((title) => run.scenarios.some(({ name, failure }) => name === title && !failure));
  return passed.length > 0 ? { outcome: 'survived', passed } : judgeBroken(broken, titles, run.promises);
}

/** Judges the run of the whole suite, which the defect has come to because an expected scenario passed alone. */
export function judgeWhole(run: Run, titles: readonly string[]): Verdict {
  const failed = run.scenarios.filter(({ status }) => status === 'failed');
  const crash = crashOf(run) ?? massFailureOf(failed, run.scenarios);
  if (crash !== undefined) return { outcome: 'crash', failure: crash };
  const passed = titles.filter((title) => !failed.some(({ name }) => name === title));
  if (passed.length === 0) {
    const broken = failed.flatMap(({ name, failure }) => (titles.includes(name) && failure ? [failure] : []));
    return judgeBroken(broken, titles, run.promises);
  }
  const told = [
    ...failed.map(({ name, failure }) => ({ by: name, failure: failure?.message ?? '' })),
    ...run.problems.map((problem) => ({ by: 'the end of the run', failure: problem })),
  ];
  const [first] = told;
  if (first === undefined) return { outcome: 'survived', passed };
  return { outcome: 'caught elsewhere', by: told.map(({ by }) => by), failure: firstLine(first.failure) };
}

/** All expected scenarios failed: caught when each of the failures is a broken promise. */
function judgeBroken(broken: readonly FailureRecord[], by: readonly string[], promises: ReadonlySet<string>): Verdict {
  const odd = broken.find((failure) => !isBrokenPromise(failure, promises));
  if (odd !== undefined) return { outcome: 'crash', failure: `"${odd.step}": ${firstLine(odd.message)}` };
  return { outcome: 'caught', by, failure: firstLine(broken[0]?.message ?? '') };
}

/** Why each of the scenarios did not pass, by its title; what passed is not in it. */
export function failuresOf(run: Run, titles: readonly string[]): ReadonlyMap<string, string> {
  const crash = crashOf(run);
  return new Map(
    titles.flatMap((title): [string, string][] => {
      const scenario = run.scenarios.find(({ name }) => name === title);
      if (crash === undefined && scenario?.status === 'passed') return [];
      return [[title, crash ?? firstLine(scenario?.failure?.message ?? 'it was not run')]];
    }),
  );
}

/** A run is broken when more than this share of its scenarios fails, and at least so many. */
const MASS = { share: 0.1, least: 3 } as const;

/**
 * What the suite throws when it has looked and found something else than was promised. Whatever else may be thrown says nothing of a promise:
 * nobody answered (Unreachable, Unavailable, ServerFault), a step came too early (NothingRemembered), Cucumber's patience ended, a library failed.
 */
const FINDINGS: ReadonlySet<string> = new Set(['AssertionError', 'NotInTime', 'ContractBreach', 'Refusal']);

/** Whether a Then found that something was not as it promises; what breaks before is no proof of anything. */
export function isBrokenPromise({ step, kind }: FailureRecord, promises: ReadonlySet<string>): boolean {
  return promises.has(step) && FINDINGS.has(kind);
}

function crashOf({ exitCode, scenarios, died, complaints }: Run): string | undefined {
  if (died.length > 0) return `ended in mid-run: ${died.join(', ')}`;
  if (exitCode !== 0 && scenarios.length === 0) return `nothing was run: ${firstLine(complaints.replace(SEED, ''))}`;
  return undefined;
}

/** Cucumber tells it before anything can go wrong. */
const SEED = /^Random order using seed: .*$/gm;

function massFailureOf(failed: readonly ScenarioRecord[], all: readonly ScenarioRecord[]): string | undefined {
  if (failed.length < MASS.least || failed.length <= all.length * MASS.share) return undefined;
  return `${failed.length} of ${all.length} scenarios failed: ${firstLine(failed[0]?.failure?.message ?? '')}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
