import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runSuite, type SuiteRun } from '../support/measure/suite-run';
import { copyAgain, mend, seed } from './copy';
import type { Defect } from './defect';
import type { Placed } from './scenarios';
import type { TypeCheck } from './type-check';
import { failuresOf, judgeExpected, judgeWhole, type Verdict } from './verdict';

/** A defect that was tried. */
export interface Trial {
  readonly defect: Defect;
  readonly verdict: Verdict;
  /** Wall seconds. */
  readonly seconds: number;
}

/** Where and how defects are tried. */
export interface Laboratory {
  /** A copy of the project, in which nothing is run. */
  readonly original: string;
  /** The folder for copies of it. */
  readonly copies: string;
  /** Of the original. */
  readonly types: TypeCheck;
  /** Whether all scenarios are asked when the expected one lets a defect pass. */
  readonly whole: boolean;
  readonly signal: AbortSignal;
  /** Told every process that is started, so that it can be ended if this one is killed. */
  readonly started: (name: string, pid: number) => void;
}

export interface Task {
  readonly defect: Defect;
  readonly expected: Placed;
}

/**
 * Tries one defect in a copy, which is as sound as the original again however this ends.
 * @param bench names the copy. It is kept for the next defect: what was compiled for it is known by its path, and saves half of the time.
 * @throws the signal's reason
 */
export async function tryDefect(laboratory: Laboratory, bench: string, { defect, expected }: Task): Promise<Trial> {
  const begun = performance.now();
  const { original, copies } = laboratory;
  const folder = join(copies, bench);
  copyAgain(original, folder);
  try {
    seed(original, folder, defect);
    const verdict = await verdictOn(laboratory, defect, { folder, expected });
    return { defect, verdict, seconds: (performance.now() - begun) / 1000 };
  } finally {
    mend(original, folder, defect);
  }
}

/**
 * Runs the expected scenarios without any defect. What fails then catches nothing, because it fails anyway.
 * @returns the first line of each failure, by the scenario's title.
 */
export async function runControl(
  laboratory: Laboratory,
  expected: readonly Placed[],
): Promise<ReadonlyMap<string, string>> {
  const folder = join(laboratory.copies, CONTROL);
  try {
    copyAgain(laboratory.original, folder);
    const features = [...new Set(expected.map(({ location }) => location))];
    const run = await runCopy(laboratory, { folder, id: CONTROL, features });
    return failuresOf(
      run,
      expected.map(({ title }) => title),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CONTROL = 'without-a-defect';

interface Seeded {
  readonly folder: string;
  readonly expected: Placed;
}

async function verdictOn(laboratory: Laboratory, defect: Defect, { folder, expected }: Seeded): Promise<Verdict> {
  const mistake = laboratory.types.complaint(defect.file, readFileSync(join(folder, defect.file), 'utf8'));
  if (mistake !== undefined) return { outcome: 'no program', failure: mistake };
  const run = (features: readonly string[]) => runCopy(laboratory, { folder, id: defect.id, features });
  const verdict = judgeExpected(await run([expected.location]), expected.title);
  if (verdict !== undefined) return verdict;
  return laboratory.whole ? judgeWhole(await run([]), expected.title) : { outcome: 'survived' };
}

interface CopyRun {
  readonly folder: string;
  readonly id: string;
  /** What to run; everything when there is nothing in it. */
  readonly features: readonly string[];
}

function runCopy({ signal, started }: Laboratory, { folder, id, features }: CopyRun): Promise<SuiteRun> {
  return runSuite({
    folder,
    arguments: features,
    environment: { E2E_ATTACH: 'never' },
    messages: 'reports/messages.ndjson',
    signal,
    started: (pid) => started(id, pid),
  });
}
