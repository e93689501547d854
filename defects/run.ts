import { join } from 'node:path';
import { RunFolder } from '../support/environment/embedded/run-folder';
import { sweep } from '../support/environment/embedded/sweep';
import { PROJECT, STATE } from '../support/environment/paths';
import { allEnded } from '../support/measure/all-ended';
import { readArguments } from '../support/measure/arguments';
import { runCommand } from '../support/measure/command';
import { Bench } from './bench';
import { assertFit, choose, readCatalogue } from './catalogue';
import { copyProject } from './copy';
import { readReport, reportOf, writeReport } from './report';
import { expectedOf, scenariosOf } from './scenarios';
import { showReport, showTrial, showTrials } from './show';
import { type Laboratory, runControl, type Task, type Trial, tryDefect } from './trial';
import { TypeCheck } from './type-check';

/** Without `whole` a defect that its expected scenario lets pass is not given to all others: that takes as long as the suite does, and it has survived. */
const OPTIONS = { jobs: { least: 1, most: 16, otherwise: 1 }, whole: { least: 0, most: 1, otherwise: 1 } } as const;
const COPIES = join(STATE, 'defects');
const REPORT = join(PROJECT, 'reports/defects.json');

/** Seeds each defect (or those that are named) and tells which scenario caught it. @returns exit code: 1 unless all were caught as expected, and, of the whole catalogue, every scenario has caught one */
async function defects(given: readonly string[], signal: AbortSignal): Promise<number> {
  const { numbers, words } = readArguments(given, OPTIONS, 'words');
  const catalogue = readCatalogue(PROJECT);
  const chosen = choose(catalogue, words);
  assertFit(PROJECT, chosen);
  const scenarios = await scenariosOf(PROJECT);
  const tasks = chosen.map((defect) => ({ defect, expected: expectedOf(defect, scenarios) }));
  await sweep(COPIES);
  const folder = new RunFolder(COPIES);
  const original = join(folder.path, 'original');
  const started = folder.add.bind(folder);
  const benches: Bench[] = [];
  try {
    copyProject(PROJECT, original);
    const laboratory = { types: new TypeCheck(original), whole: numbers.whole === 1, signal, started };
    while (benches.length < Math.min(numbers.jobs, tasks.length))
      benches.push(new Bench({ original, folder: join(folder.path, `bench-${benches.length + 1}`), signal, started }));
    const around = { earlier: readReport(REPORT), catalogue, scenarios, at: new Date().toISOString() };
    const queue = tasks.values();
    const tried = await allEnded(benches.map((bench) => tryOn(laboratory, bench, queue)));
    // Should the control not be possible, an hour's work is not lost.
    writeReport(REPORT, reportOf(tried.flat(), around));
    const proven = await allEnded(benches.map((bench, index) => controlled(laboratory, bench, tried[index] ?? [])));
    const trials = proven.flat().toSorted((one, other) => one.defect.id.localeCompare(other.defect.id));
    const report = reportOf(trials, around);
    writeReport(REPORT, report);
    process.stdout.write(`\n${showTrials(trials)}\n${showReport(report, catalogue.length)}`);
    const isWhole = words.length === 0;
    return !(isWhole && report.unprovenScenarios.length > 0) &&
      trials.every(({ verdict }) => verdict.outcome === 'caught')
      ? 0
      : 1;
  } finally {
    await allEnded(benches.map((bench) => bench.clear()));
    folder.close();
  }
}

/** Takes one task after the other, until none is left. */
async function tryOn(laboratory: Laboratory, bench: Bench, tasks: Iterable<Task>): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const task of tasks) {
    const trial = await tryDefect(laboratory, bench, task);
    process.stdout.write(`${showTrial(trial)}\n`);
    trials.push(trial);
  }
  return trials;
}

/** Runs what was expected once more, without any defect: what fails then has proven nothing. */
async function controlled(laboratory: Laboratory, bench: Bench, trials: readonly Trial[]): Promise<readonly Trial[]> {
  const failures = await runControl(
    laboratory,
    bench,
    trials.flatMap(({ expected }) => expected),
  );
  return trials.map((trial) => {
    const failure = trial.expected.map(({ title }) => failures.get(title)).find((known) => known !== undefined);
    return failure === undefined ? trial : { ...trial, verdict: { outcome: 'fails anyway', failure } };
  });
}

void runCommand(defects);
