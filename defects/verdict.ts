import type { SuiteRun } from '../support/measure/suite-run';
import type { FailureRecord, ScenarioRecord } from '../support/reports/run-record';

/** What became of a defect. Only "caught" is well. */
export type Verdict =
  | { readonly outcome: 'caught' | 'caught elsewhere'; readonly by: string; readonly failure: string }
  | { readonly outcome: 'survived' }
  /** Nothing was proven: what was broken is the run, or the defect itself. */
  | { readonly outcome: 'crash' | 'no program' | 'fails anyway'; readonly failure: string };

type Run = Pick<SuiteRun, 'exitCode' | 'scenarios' | 'promises' | 'problems' | 'died' | 'complaints'>;

/** Judges the run of nothing but the expected scenario; undefined when it passed, so that others have to be asked. */
export function judgeExpected(run: Run, title: string): Verdict | undefined {
  const expected = run.scenarios.find(({ name }) => name === title);
  const crash = crashOf(run) ?? (expected ? undefined : 'the expected scenario was not run');
  if (crash !== undefined) return { outcome: 'crash', failure: crash };
  if (!expected?.failure) return undefined;
  return judgeCatcher(expected.failure, title, { title, promises: run.promises });
}

/** Judges the run of the whole suite, which the defect has come to because its expected scenario passed alone. */
export function judgeWhole(run: Run, title: string): Verdict {
  const failed = run.scenarios.filter(({ status }) => status === 'failed');
  const crash = crashOf(run) ?? massFailureOf(failed, run.scenarios);
  if (crash !== undefined) return { outcome: 'crash', failure: crash };
  const catcher = failed.find(({ name }) => name === title) ?? failed[0];
  if (catcher?.failure) return judgeCatcher(catcher.failure, catcher.name, { title, promises: run.promises });
  const [problem] = run.problems;
  return problem === undefined
    ? { outcome: 'survived' }
    : { outcome: 'caught elsewhere', by: 'the end of the run', failure: firstLine(problem) };
}

interface Expectation {
  readonly title: string;
  readonly promises: ReadonlySet<string>;
}

/** A scenario failed: caught when it is the expected one, and the failure is a broken promise. */
function judgeCatcher(broken: FailureRecord, by: string, { title, promises }: Expectation): Verdict {
  const failure = firstLine(broken.message);
  if (by !== title) return { outcome: 'caught elsewhere', by, failure };
  if (isBrokenPromise(broken, promises)) return { outcome: 'caught', by, failure };
  return { outcome: 'crash', failure: `"${broken.step}": ${failure}` };
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
  if (exitCode !== 0 && scenarios.length === 0) return `nothing was run: ${firstLine(complaints)}`;
  return undefined;
}

function massFailureOf(failed: readonly ScenarioRecord[], all: readonly ScenarioRecord[]): string | undefined {
  if (failed.length < MASS.least || failed.length <= all.length * MASS.share) return undefined;
  return `${failed.length} of ${all.length} scenarios failed: ${firstLine(failed[0]?.failure?.message ?? '')}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
