import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../config';
import type { Addresses } from '../environment/addresses';
import { EnvironmentError } from '../environment/environment';
import { PROJECT } from '../environment/paths';
import { readStanding } from '../environment/standing';
import { readArguments } from '../measure/arguments';
import { runCommand } from '../measure/command';
import { type Figure, isWell, showFigures } from '../measure/figures';
import { withPeakMemory } from '../measure/peak';
import { portalFigures } from '../measure/portal-figures';
import { routingFigures } from '../measure/routing-figures';
import { environment } from '../measure/standing';
import { readMessages, runSuite, type SuiteRun } from '../measure/suite-run';
import { median, type Timing, timingIn } from '../measure/timing';
import { waitingFigures } from '../measure/waiting-figures';

const MESSAGES = '.e2e/bench/messages.ndjson';
const REPORT = 'reports/bench.json';
const TIMED = ['--require', 'support/measure/timing-hooks.ts'] as const;
const REPORTS = ['--format', 'html:.e2e/bench/cucumber.html', '--format', 'junit:.e2e/bench/junit.xml'] as const;
/** A figure that depends on the machine's mood is the median of so many. */
const TIMES = 3;

/** What can be measured by itself; everything when nothing is named. */
const PARTS = ['cold', 'start', 'run', 'waiting', 'routing', 'portal'] as const;
type Part = (typeof PARTS)[number];

/** Measures what the suite costs and tells it beside what it may cost; exit code 1 when a figure is missed. */
async function bench(given: readonly string[], signal: AbortSignal): Promise<number> {
  const parts = partsOf(readArguments(given, {}, 'words').words);
  if (readStanding() !== undefined) {
    throw new EnvironmentError('An environment is up, which would be measured along: end it with "npm run env:down".');
  }
  const figures = [
    ...(parts.has('cold') ? await coldRun(signal) : []),
    ...(PARTS.some((part) => part !== 'cold' && parts.has(part)) ? await standing(parts, signal) : []),
  ];
  process.stdout.write(`\n${showFigures(figures)}\n`);
  mkdirSync(join(PROJECT, 'reports'), { recursive: true });
  const measured = figures.map((figure) => ({ ...figure, ok: isWell(figure) }));
  const facts = { at: new Date().toISOString(), cores: availableParallelism(), figures: measured };
  writeFileSync(join(PROJECT, REPORT), `${JSON.stringify(facts, undefined, 2)}\n`);
  return figures.every(isWell) ? 0 : 1;
}

/** @throws {ConfigurationError} naming those that there are */
function partsOf(words: readonly string[]): ReadonlySet<Part> {
  const isPart = (word: string): word is Part => PARTS.some((part) => part === word);
  const unknown = words.find((word) => !isPart(word));
  if (unknown !== undefined) throw new ConfigurationError('What is measured', unknown, PARTS.join(', '));
  return new Set(words.length === 0 ? PARTS : words.filter(isPart));
}

/** Everything, as it is run by somebody who has nothing running. */
async function coldRun(signal: AbortSignal): Promise<readonly Figure[]> {
  tell('a cold run of everything');
  const run = await suite(REPORTS, COLD, signal);
  const note = `${run.scenarios.length} scenarios`;
  tell('a cold run without what ends processes and what measures time');
  const calm = await suite([...REPORTS, '--tags', 'not @disruptive and not @performance'], COLD, signal);
  tell('Cucumber by itself: the same features with nothing behind the sentences');
  const empty = await suite([], {}, signal, 'support/measure/empty.js');
  return [
    { figure: 'cold run of everything', unit: 's', target: 150, measured: seconds(run.milliseconds), note },
    {
      figure: 'cold run without @disruptive and @performance',
      unit: 's',
      target: 60,
      measured: seconds(calm.milliseconds),
      note: `${calm.scenarios.length} scenarios`,
    },
    {
      figure: 'Cucumber by itself, with empty steps',
      unit: 's',
      measured: seconds(empty.milliseconds),
      note: `${empty.scenarios.length} scenarios, nothing started`,
    },
    { figure: 'scenarios that did not pass', unit: 'count', target: 0, measured: notPassed(run) + notPassed(calm) },
    residue('residue of a cold run', run),
  ];
}

/** What is measured on an environment that stays: the last of those whose start is measured. */
async function standing(parts: ReadonlySet<Part>, signal: AbortSignal): Promise<readonly Figure[]> {
  try {
    const start = await starts(parts.has('start') ? TIMES : 1, signal);
    const addresses = readStanding()?.addresses;
    if (addresses === undefined) throw new EnvironmentError('The environment that was started is gone again.');
    return [
      ...(parts.has('start') ? [start] : []),
      ...(parts.has('run') ? await timedRun(addresses, signal) : []),
      ...(parts.has('waiting') ? await waitingFigures(addresses, tell) : []),
      ...(parts.has('routing') ? await routingFigures(addresses, tell) : []),
      ...(parts.has('portal') ? await portalFigures(addresses, tell) : []),
    ];
  } finally {
    await environment('down');
  }
}

/** Leaves the last one up. */
async function starts(times: number, signal: AbortSignal): Promise<Figure> {
  const taken: number[] = [];
  for (let time = 1; time <= times; time += 1) {
    if (time > 1) await environment('down');
    tell(`start ${time} of ${times} of the environment`);
    const begun = performance.now();
    await environment('up', signal);
    taken.push(performance.now() - begun);
  }
  const note = `median of ${times}, "env:up" as typed`;
  return { figure: 'start of the environment', unit: 's', target: 6, measured: middle(taken), note };
}

async function timedRun(addresses: Addresses, signal: AbortSignal): Promise<readonly Figure[]> {
  tell('a run of everything on a running environment, timed');
  const { result: run, peak } = await withPeakMemory(addresses, () => suite(TIMED, ATTACHED, signal));
  const timings = timingsOfLastRun();
  const sum = (part: 'steps' | 'overhead') => timings.reduce((total, timing) => total + timing[part], 0);
  const lags = timings.flatMap((timing) => timing.lags);
  const share = sum('steps') > 0 ? (sum('overhead') / sum('steps')) * 100 : undefined;
  return [
    {
      figure: "from a condition's becoming true to the step seeing it",
      unit: 'ms',
      target: 20,
      measured: median(lags),
      note: `median of ${lags.length} waits, from the earliest moment at which it can have become true`,
    },
    { figure: "the suite's own share of the steps' time", unit: '%', target: 15, measured: share },
    { figure: 'peak memory of the environment', unit: 'GiB', target: 2.5, measured: peak / 2 ** 30 },
    residue('residue on a running environment', run),
    await oneScenario(run, signal),
  ];
}

/** The scenario that took least, alone, several times. */
async function oneScenario({ scenarios }: SuiteRun, signal: AbortSignal): Promise<Figure> {
  const passed = scenarios.filter(({ status }) => status === 'passed');
  const [cheapest] = [...passed].sort((one, other) => one.milliseconds - other.milliseconds);
  const figure = { figure: 'one scenario, above its own waits', unit: 's', target: 1.5 } as const;
  if (cheapest === undefined) return { ...figure, measured: undefined };
  const runs: { wall: number; waits: number }[] = [];
  for (let time = 1; time <= TIMES; time += 1) {
    tell(`run ${time} of ${TIMES} of ${cheapest.location}`);
    const { milliseconds } = await suite([cheapest.location, ...TIMED], ATTACHED, signal);
    runs.push({ wall: milliseconds, waits: timingsOfLastRun().reduce((total, { waits }) => total + waits, 0) });
  }
  const [wall, waits] = [middle(runs.map((run) => run.wall)), middle(runs.map((run) => run.waits))];
  const note = `${cheapest.location}: ${wall?.toFixed(2)} s in all, of which ${waits?.toFixed(2)} s of waits`;
  return { ...figure, measured: middle(runs.map((run) => run.wall - run.waits)), note };
}

const COLD = { E2E_ATTACH: 'never' } as const;
const ATTACHED = { E2E_ATTACH: 'only' } as const;

async function suite(
  given: readonly string[],
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
  config?: string,
) {
  const run = await runSuite({
    ...(config !== undefined && { config }),
    folder: PROJECT,
    arguments: given,
    environment: variables,
    messages: MESSAGES,
    signal,
  });
  if (run.scenarios.length === 0) throw new EnvironmentError(`No scenario was run:\n${run.complaints.trim()}`);
  return run;
}

function timingsOfLastRun(): readonly Timing[] {
  const timings: Timing[] = [];
  readMessages(join(PROJECT, MESSAGES), (envelope) => timings.push(...timingIn(envelope)));
  return timings;
}

function residue(figure: string, { problems }: SuiteRun): Figure {
  const note = problems[0] === undefined ? {} : { note: problems[0] };
  return { figure, unit: 'count', target: 0, measured: problems.length, ...note };
}

function notPassed({ scenarios }: SuiteRun): number {
  return scenarios.filter(({ status }) => status !== 'passed').length;
}

/** The median in seconds. @param milliseconds several */
function middle(milliseconds: readonly number[]): number | undefined {
  const value = median(milliseconds);
  return value === undefined ? undefined : seconds(value);
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

function tell(what: string): void {
  process.stdout.write(`measuring ${what}\n`);
}

void runCommand(bench);
