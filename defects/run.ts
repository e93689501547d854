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
  try {
    copyProject(PROJECT, original);
    const laboratory = { types: new TypeCheck(original), whole: numbers.whole === 1, signal, started };
    const benches = Array.from({ length: Math.min(numbers.jobs, tasks.length) }, (_, index) => {
      return new Bench({ original, folder: join(folder.path, `bench-${index + 1}`), signal, started });
    });
    const trials = await tryAll({ laboratory, benches }, tasks);
    const report = reportOf(trials, {
      earlier: readReport(REPORT),
      catalogue,
      scenarios,
      at: new Date().toISOString(),
    });
    writeReport(REPORT, report);
    process.stdout.write(`\n${showTrials(trials)}\n${showReport(report, catalogue.length)}`);
    const proven = words.length > 0 || report.unprovenScenarios.length === 0;
    return proven && trials.every(({ verdict }) => verdict.outcome === 'caught') ? 0 : 1;
  } finally {
    folder.close();
  }
}

interface Site {
  readonly laboratory: Laboratory;
  readonly benches: readonly Bench[];
}

/** Each with its defect, so many side by side, each bench taking the next as soon as it is free; then, on each bench, without any. In the order of the tasks. */
async function tryAll({ laboratory, benches }: Site, tasks: readonly Task[]): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  const queue = tasks.entries();
  const work = async (bench: Bench): Promise<void> => {
    const tried: [number, Task][] = [];
    for (const [index, task] of queue) {
      const trial = await tryDefect(laboratory, bench, task);
      process.stdout.write(`${showTrial(trial)}\n`);
      trials[index] = trial;
      tried.push([index, task]);
    }
    const control = await runControl(
      laboratory,
      bench,
      tried.flatMap(([, { expected }]) => expected),
    );
    for (const [index, { defect, expected }] of tried) {
      const failure = expected.map(({ title }) => control.get(title)).find((known) => known !== undefined);
      if (failure !== undefined) trials[index] = { defect, verdict: { outcome: 'fails anyway', failure }, seconds: 0 };
    }
  };
  try {
    await allEnded(benches.map(work));
  } finally {
    await allEnded(benches.map((bench) => bench.clear()));
  }
  return trials;
}

void runCommand(defects);
