import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunFolder } from '../support/environment/embedded/run-folder';
import { sweep } from '../support/environment/embedded/sweep';
import { PROJECT, STATE } from '../support/environment/paths';
import { allEnded } from '../support/measure/all-ended';
import { readArguments } from '../support/measure/arguments';
import { runCommand } from '../support/measure/command';
import { assertFit, choose, readCatalogue } from './catalogue';
import { copyProject } from './copy';
import { expectedOf, scenariosOf } from './scenarios';
import { caught, report, showTrial, showTrials } from './show';
import { type Laboratory, runControl, type Task, type Trial, tryDefect } from './trial';
import { TypeCheck } from './type-check';

/** Without `whole` a defect that its expected scenario lets pass is not given to all others: that takes as long as the suite does, and it has survived. */
const OPTIONS = { jobs: { least: 1, most: 16, otherwise: 1 }, whole: { least: 0, most: 1, otherwise: 1 } } as const;
const COPIES = join(STATE, 'defects');
const REPORT = 'reports/defects.json';

/** Seeds each defect (or those that are named) and tells which scenario caught it; exit code 1 unless all were, as expected. */
async function defects(given: readonly string[], signal: AbortSignal): Promise<number> {
  const { numbers, words } = readArguments(given, OPTIONS, 'words');
  const chosen = choose(readCatalogue(PROJECT), words);
  assertFit(PROJECT, chosen);
  const scenarios = await scenariosOf(PROJECT);
  const tasks = chosen.map((defect) => ({ defect, expected: expectedOf(defect, scenarios) }));
  await sweep(COPIES);
  const folder = new RunFolder(COPIES);
  const laboratory = {
    original: join(folder.path, 'original'),
    copies: folder.path,
    types: new TypeCheck(join(folder.path, 'original')),
    whole: numbers.whole === 1,
    signal,
    started: folder.add.bind(folder),
  };
  try {
    copyProject(PROJECT, laboratory.original);
    const trials = await tryAll(laboratory, tasks, numbers.jobs);
    process.stdout.write(`\n${showTrials(trials, scenarios)}`);
    mkdirSync(join(PROJECT, 'reports'), { recursive: true });
    writeFileSync(join(PROJECT, REPORT), `${JSON.stringify(report(trials, scenarios), undefined, 2)}\n`);
    return trials.length > 0 && caught(trials).length === trials.length ? 0 : 1;
  } finally {
    folder.close();
  }
}

/** First without any defect, then with each: so many side by side, each taking the next as soon as it is free; in the order of the tasks. */
async function tryAll(laboratory: Laboratory, tasks: readonly Task[], jobs: number): Promise<readonly Trial[]> {
  const control = await runControl(
    laboratory,
    tasks.map(({ expected }) => expected),
  );
  const trials: Trial[] = [];
  const queue = tasks.entries();
  const work = async (bench: string): Promise<void> => {
    for (const [index, task] of queue) {
      const failure = control.get(task.expected.title);
      const trial: Trial =
        failure === undefined
          ? await tryDefect(laboratory, bench, task)
          : { defect: task.defect, verdict: { outcome: 'fails anyway', failure }, seconds: 0 };
      process.stdout.write(`${showTrial(trial)}\n`);
      trials[index] = trial;
    }
  };
  await allEnded(Array.from({ length: jobs }, (_, index) => work(`bench-${index + 1}`)));
  return trials;
}

void runCommand(defects);
