import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../support/environment/environment';
import { runSuite, type SuiteRun } from '../support/measure/suite-run';
import { servicesRunning } from './affected';
import type { Bench } from './bench';
import type { Defect } from './defect';
import type { Placed } from './scenarios';
import type { TypeCheck } from './type-check';
import { failuresOf, judgeExpected, judgeWhole, type Verdict } from './verdict';

/** A defect and what is expected of it. */
export interface Task {
  readonly defect: Defect;
  /** The scenarios that have to fail. */
  readonly expected: readonly Placed[];
}

/** A defect that was tried. */
export interface Trial extends Task {
  readonly verdict: Verdict;
  /** Wall seconds. */
  readonly seconds: number;
}

/** How defects are tried. */
export interface Laboratory {
  readonly types: TypeCheck;
  /** Whether all scenarios are asked when an expected one lets a defect pass. */
  readonly whole: boolean;
  readonly signal: AbortSignal;
  /** Told every process that is started, so that it can be ended if this one is killed. */
  readonly started: (name: string, pid: number) => void;
}

/** Tries one defect on a bench, whose copy is as sound as before however this ends. @throws the signal's reason */
export async function tryDefect(laboratory: Laboratory, bench: Bench, task: Task): Promise<Trial> {
  const begun = performance.now();
  bench.seed(task.defect);
  try {
    const verdict = await verdictOn(laboratory, bench, task);
    return { ...task, verdict, seconds: (performance.now() - begun) / 1000 };
  } finally {
    bench.mend(task.defect);
  }
}

/**
 * Runs the expected scenarios where defects were tried, without any. What fails then has proven nothing: it fails anyway, or what an earlier
 * defect has left behind lets it fail.
 * @returns the first line of each failure, by the scenario's title.
 * @throws {EnvironmentError} when nothing could be run
 */
export async function runControl(
  laboratory: Laboratory,
  bench: Bench,
  expected: readonly Placed[],
): Promise<ReadonlyMap<string, string>> {
  const titles = [...new Set(expected.map(({ title }) => title))];
  if (titles.length === 0) return new Map();
  await bench.freshen();
  const features = [...new Set(expected.map(({ location }) => location))];
  const run = await runCopy(laboratory, { folder: bench.folder, id: 'control', features, attach: 'only' });
  if (run.scenarios.length === 0) throw new EnvironmentError(`The run without defects was none:\n${run.complaints}`);
  return failuresOf({ ...run, died: [...run.died, ...bench.died] }, titles);
}

async function verdictOn(laboratory: Laboratory, bench: Bench, { defect, expected }: Task): Promise<Verdict> {
  const mistake = laboratory.types.complaint(defect.file, readFileSync(join(bench.folder, defect.file), 'utf8'));
  if (mistake !== undefined) return { outcome: 'no program', failure: mistake };
  const titles = expected.map(({ title }) => title);
  const verdict = await judgedAlone(laboratory, bench, { defect, expected });
  if (verdict.outcome !== 'survived' || !laboratory.whole) return verdict;
  const everything = { folder: bench.folder, id: defect.id, features: [], attach: 'never' } as const;
  return judgeWhole(await runCopy(laboratory, everything), titles);
}

/** On the bench's environment, unless the defect shows in a new one only, or no scenario would use it. */
async function judgedAlone(laboratory: Laboratory, bench: Bench, { defect, expected }: Task): Promise<Verdict> {
  const titles = expected.map(({ title }) => title);
  const run = { folder: bench.folder, id: defect.id, features: expected.map(({ location }) => location) };
  const isOwn = servicesRunning(defect.file) === undefined || expected.every(({ isDisruptive }) => isDisruptive);
  if (isOwn) return judgeExpected(await runCopy(laboratory, { ...run, attach: 'never' }), titles);
  try {
    await bench.freshen();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { outcome: 'crash', failure: error.message.split('\n')[0] ?? '' };
  }
  const seen = await runCopy(laboratory, { ...run, attach: 'only' });
  const died = [...seen.died, ...bench.died];
  const verdict = judgeExpected({ ...seen, died }, titles);
  // What it has left, or broken, shall not be taken for the next one's doing.
  if (died.length > 0 || seen.problems.length > 0 || verdict.outcome === 'crash') await bench.clear();
  return verdict;
}

interface CopyRun {
  readonly folder: string;
  readonly id: string;
  /** What to run; everything when there is nothing in it. */
  readonly features: readonly string[];
  /** Whether to run in the environment that is up, or in a new one. */
  readonly attach: 'only' | 'never';
}

function runCopy({ signal, started }: Laboratory, { folder, id, features, attach }: CopyRun): Promise<SuiteRun> {
  return runSuite({
    folder,
    arguments: features,
    environment: { E2E_ATTACH: attach },
    messages: 'reports/messages.ndjson',
    signal,
    started: (pid) => started(id, pid),
  });
}
