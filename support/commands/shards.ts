import { relative } from 'node:path';
import { readArguments } from '../measure/arguments';
import { runCommand } from '../measure/command';
import { balance, type Weighed } from '../shards/balance';
import { weigh } from '../shards/cut';
import { DURATIONS, readDurations, recordDurations, writeDurations } from '../shards/durations';
import { readRecordedRuns } from '../shards/recorded-runs';
import { wholeSuite } from '../shards/selection';
import { seconds, showEvenness, showPlan, showSpreads } from '../shards/show';
import { type Costs, grown, lastByTurns, spread } from '../shards/spread';

const RECORD = '--record';
const HISTORY = 'reports/history/runs.ndjson';
const OPTIONS = {
  runners: { least: 1, most: 1000, otherwise: 4 },
  // Scenarios to imagine; 0 for those that there are.
  for: { least: 0, most: 1_000_000, otherwise: 0 },
  // Seconds that a runner needs before the suite can start.
  setup: { least: 0, most: 3600, otherwise: 0 },
} as const;

/** Shows how the suite spreads over runners by recorded durations, or records them from histories of runs. */
async function shards(given: readonly string[]): Promise<number> {
  if (given.includes(RECORD)) return record(given.filter((word) => word !== RECORD));
  const { numbers } = readArguments(given, OPTIONS);
  const durations = readDurations();
  const { lanes, scenarios } = await wholeSuite();
  const weighed = weigh(scenarios, durations);
  const costs = { start: durations.startMilliseconds, setup: numbers.setup * 1000 };
  console.log(
    numbers.for > 0
      ? spreads(grown(weighed, numbers.for), numbers.runners, lanes, costs)
      : plan(weighed, numbers.runners, lanes, costs),
  );
  const unknown = scenarios.filter(({ pickle }) => !Object.hasOwn(durations.scenarios, pickle.name)).length;
  console.log(
    `A runner takes ${seconds(costs.setup)} before the suite, and the suite ${seconds(costs.start)} to start and end; it runs ${lanes} scenarios side by side.`,
  );
  if (unknown > 0) console.log(`Scenarios that are not recorded yet, and count as much as the median: ${unknown}.`);
  return 0;
}

function plan(scenarios: readonly Weighed[], runners: number, lanes: number, costs: Costs): string {
  const each = costs.setup + costs.start;
  const parts = balance(scenarios, runners, lanes);
  return `${showPlan(parts, each)}\n\n${showEvenness(parts, lastByTurns(scenarios, runners, lanes), each)}`;
}

/** Doubled from one on, so that the number can be seen from which on more runners are of no use. */
function spreads(scenarios: readonly Weighed[], runners: number, lanes: number, costs: Costs): string {
  const steps = new Set(Array.from({ length: Math.floor(Math.log2(runners)) + 1 }, (_, power) => 2 ** power));
  return showSpreads([...steps.add(runners)].map((count) => spread(scenarios, count, lanes, costs)));
}

async function record(given: readonly string[]): Promise<number> {
  const { words } = readArguments(given, {}, 'words');
  const runs = (words.length > 0 ? words : [HISTORY]).flatMap((file) => readRecordedRuns(file));
  const { scenarios } = await wholeSuite();
  const names = scenarios.map(({ pickle }) => pickle.name);
  const durations = recordDurations(readDurations(), runs, names);
  writeDurations(durations);
  const known = Object.keys(durations.scenarios).length;
  console.log(`${relative('', DURATIONS)}: ${known} of ${names.length} scenarios, by ${runs.length} runs`);
  return 0;
}

void runCommand(shards);
