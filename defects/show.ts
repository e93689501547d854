import { table } from '../support/commands/report';
import type { Placed } from './scenarios';
import type { Trial } from './trial';

/** All trials in a table, and what they come to. */
export function showTrials(trials: readonly Trial[], scenarios: readonly Placed[]): string {
  const rows = trials.map(({ defect, verdict, seconds }) => [
    defect.id,
    defect.title,
    caughtBy({ defect, verdict, seconds }),
    'failure' in verdict ? shortened(verdict.failure) : '',
    seconds.toFixed(0),
  ]);
  const headings = ['defect', 'what goes wrong', 'caught by', 'because', 's'];
  return `${table(headings, rows)}\n\n${summary(trials, scenarios)}\n`;
}

/** One line as soon as a trial has ended. */
export function showTrial({ defect, verdict, seconds }: Trial): string {
  return `${verdict.outcome === 'caught' ? '✓' : '✗'} ${defect.id}: ${verdict.outcome} (${seconds.toFixed(0)} s)`;
}

/** What is kept of the trials. */
export function report(trials: readonly Trial[], scenarios: readonly Placed[]): object {
  return {
    at: new Date().toISOString(),
    caught: caught(trials).length,
    defects: trials.map(({ defect: { id, title, requirement, file }, verdict, seconds }) => {
      return { id, title, requirement, file, ...verdict, seconds: Math.round(seconds) };
    }),
    unprovenScenarios: unproven(trials, scenarios),
  };
}

/** Those that the expected scenario noticed. */
export function caught(trials: readonly Trial[]): readonly Trial[] {
  return trials.filter(({ verdict }) => verdict.outcome === 'caught');
}

/** Titles of scenarios that caught none of these defects. */
export function unproven(trials: readonly Trial[], scenarios: readonly Placed[]): readonly string[] {
  const proven = new Set(caught(trials).map(({ defect }) => defect.caughtBy));
  return scenarios.map(({ title }) => title).filter((title) => !proven.has(title));
}

const WIDTH = 100;

function caughtBy({ defect, verdict }: Trial): string {
  switch (verdict.outcome) {
    case 'caught':
      return verdict.by;
    case 'caught elsewhere':
      return `ANOTHER: ${verdict.by} (expected: ${defect.caughtBy})`;
    case 'survived':
      return `NOBODY (expected: ${defect.caughtBy})`;
    case 'crash':
      return 'nothing proven: the run broke';
    case 'fails anyway':
      return `nothing proven: fails without the defect too: ${defect.caughtBy}`;
    case 'no program':
      return 'nothing proven: the compiler refuses it';
  }
}

function summary(trials: readonly Trial[], scenarios: readonly Placed[]): string {
  const open = unproven(trials, scenarios).length;
  return [
    `${caught(trials).length} of ${trials.length} defects caught by the scenario that names the broken promise.`,
    `${scenarios.length - open} of ${scenarios.length} scenarios have caught one.`,
  ].join('\n');
}

function shortened(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}
