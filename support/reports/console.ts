import { causeOf } from './cause';
import type { RunRecord, ScenarioRecord, ThresholdRecord } from './run-record';

const SLOWEST = 10;
const MARKS = { passed: '✓', failed: '✗', skipped: '-' } as const;

/** One line as soon as a scenario has ended; a failure with its promise and the line that runs it again. */
export function showScenario({ name, location, status, milliseconds, failure, remarks }: ScenarioRecord): string {
  const head = [`${MARKS[status]} ${name} (${seconds(milliseconds)})`, ...remarks.map(indent)].join('\n');
  if (!failure) return head;
  return [head, `    ${failure.step}`, indent(failure.message), `    Run it again: npm run bdd -- ${location}`].join(
    '\n',
  );
}

interface Remarks {
  /** Where the reports are. */
  readonly reports: readonly string[];
  /** Which scenarios this machine could not run, and why; absent where it could run all. */
  readonly leftOut?: string | undefined;
}

/** What stands at the end of a run; its last line is for people and for CI alike. */
export function showSummary(record: RunRecord, milliseconds: number, { reports, leftOut }: Remarks): string {
  return [
    '',
    ...thresholds(record),
    ...slowest(record),
    ...survived(record),
    ...failures(record),
    ...record.problems.map((problem) => `✗ Outside of any scenario: ${problem}`),
    ...(record.leftOut > 0 ? [`Scenarios that were not chosen: ${record.leftOut}.`] : []),
    ...(leftOut ? [leftOut] : []),
    `Took ${seconds(milliseconds)}. Reports: ${reports.join(', ')}`,
    totals(record),
    '',
  ].join('\n');
}

export function totals({ scenarios, problems }: RunRecord): string {
  const count = (status: ScenarioRecord['status']) => scenarios.filter((scenario) => scenario.status === status).length;
  return `${count('passed')} passed, ${count('failed') + problems.length} failed, ${count('skipped')} skipped`;
}

/** The tightest promises first: where the margin shrinks, something breaks next. */
function thresholds({ scenarios }: RunRecord): readonly string[] {
  const all = scenarios
    .flatMap((scenario) => scenario.thresholds)
    .filter(({ promised }) => !promised.startsWith('exactly'));
  if (all.length === 0) return [];
  const tightest = [...all].sort((one, other) => one.headRoom - other.headRoom).slice(0, SLOWEST);
  return ['Promises with a limit, the tightest first:', ...tightest.map(showThreshold), ''];
}

function showThreshold({ what, promised, measured, headRoom }: ThresholdRecord): string {
  return `  ${what} ${promised}: ${measured} (head-room ${(headRoom * 100).toFixed(1)}%)`;
}

function slowest({ scenarios }: RunRecord): readonly string[] {
  const sorted = [...scenarios].sort((one, other) => other.milliseconds - one.milliseconds).slice(0, SLOWEST);
  return [
    'The slowest scenarios:',
    ...sorted.map(({ name, milliseconds }) => `  ${seconds(milliseconds).padStart(7)}  ${name}`),
    '',
  ];
}

/** Only what passed has survived it. An orchestrator is an orchestrator, whichever of several it was. */
function survived({ scenarios }: RunRecord): readonly string[] {
  const counts = new Map<string, number>();
  for (const { status, faults } of scenarios)
    for (const name of status === 'passed' ? faults.map((fault) => fault.replace(/-\d+$/, '')) : [])
      counts.set(name, (counts.get(name) ?? 0) + 1);
  const shown = [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${name} ${count}`);
  return shown.length === 0 ? [] : [`Crashes during work that were survived: ${shown.join(', ')}`, ''];
}

/** Failures grouped by what is wrong, so that one cause is read once; the details are those of the first. */
function failures({ scenarios }: RunRecord): readonly string[] {
  const groups = new Map<string, ScenarioRecord[]>();
  for (const scenario of scenarios) {
    const cause = scenario.failure && causeOf(scenario.failure.message);
    if (cause) groups.set(cause, [...(groups.get(cause) ?? []), scenario]);
  }
  return [...groups].flatMap(([cause, members]) => [
    `✗ ${cause}`,
    ...detailsOf(members),
    ...members.map(({ location }) => `    npm run bdd -- ${location}`),
    '',
  ]);
}

/** What a failure says after its first line. */
function detailsOf([first]: readonly ScenarioRecord[]): readonly string[] {
  return (first?.failure?.message ?? '').split('\n').slice(1).map(indent);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
