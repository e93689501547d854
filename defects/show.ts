import { table } from '../support/commands/report';
import type { Report } from './report';
import type { Trial } from './trial';

/** All trials in a table. */
export function showTrials(trials: readonly Trial[]): string {
  const rows = trials.map(({ defect, verdict, seconds }) => [
    defect.id,
    defect.title,
    caughtBy({ defect, verdict }),
    'failure' in verdict ? shortened(verdict.failure) : '',
    seconds.toFixed(0),
  ]);
  const headings = ['defect', 'what goes wrong', 'caught by', 'because', 's'];
  return `${table(headings, rows)}\n`;
}

/** One line as soon as a trial has ended. */
export function showTrial({ defect, verdict, seconds }: Trial): string {
  return `${verdict.outcome === 'caught' ? '✓' : '✗'} ${defect.id}: ${verdict.outcome} (${seconds.toFixed(0)} s)`;
}

/** What is known of the whole catalogue, and the scenarios that nothing has failed yet. */
export function showReport({ caught, defects, unprovenScenarios }: Report, catalogue: number): string {
  const untried = catalogue - defects.length;
  return [
    `${caught} of ${catalogue} defects caught by the scenarios that name the broken promise${untried > 0 ? `; ${untried} not tried yet` : ''}.`,
    unprovenScenarios.length === 0
      ? 'Every scenario has caught one.'
      : `${unprovenScenarios.length} scenarios have caught none.`,
    // As long as defects are still to be tried, nothing is missing yet.
    ...(untried > 0 ? [] : unprovenScenarios.map((title) => `  ${title}`)),
    '',
  ].join('\n');
}

const WIDTH = 100;

function caughtBy({ defect, verdict }: Pick<Trial, 'defect' | 'verdict'>): string {
  switch (verdict.outcome) {
    case 'caught':
      return several(verdict.by);
    case 'caught elsewhere':
      return `ANOTHER: ${several(verdict.by)} (expected: ${several(defect.caughtBy)})`;
    case 'survived':
      return `NOBODY (expected: ${several(verdict.passed)})`;
    case 'crash':
      return 'nothing proven: the run broke';
    case 'fails anyway':
      return `nothing proven: fails without the defect too: ${several(defect.caughtBy)}`;
    case 'no program':
      return 'nothing proven: the compiler refuses it';
  }
}

function several([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `${first}` : `${first}, and ${others.length} more`;
}

function shortened(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}
