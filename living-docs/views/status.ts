import { STATUSES, type Status, type Totals } from '../model/status';
import { Html, html, NOTHING } from './html';

/** Drawn in a square of 12: no font has to know them. */
const SIGNS: Readonly<Record<Status, string>> = {
  passed: 'M2 6.5 5 9.5 10 3',
  failed: 'M3 3l6 6M9 3 3 9',
  ambiguous: 'M2 4.5h8M2 7.5h8M8 2 4 10',
  undefined: 'M4 4.2a2 2 0 1 1 2.6 2C6 6.5 6 7 6 7.6M6 9.6v.2',
  pending: 'M2.5 6h.2M6 6h.2M9.5 6h.2',
  unknown: 'M4 4.2a2 2 0 1 1 2.6 2C6 6.5 6 7 6 7.6M6 9.6v.2',
  skipped: 'M3 6h6',
  'not run': 'M6 2.5a3.5 3.5 0 1 0 .01 0Z',
};

export function sign(status: Status): Html {
  return new Html(
    `<svg class="sign ${className(status)}" viewBox="0 0 12 12" aria-hidden="true"><path d="${SIGNS[status]}"/></svg>`,
  );
}

/** A sign, a word and a colour: never the colour alone. */
export function badge(status: Status, word: string = status): Html {
  return html`<span class="status ${className(status)}">${sign(status)}${word}</span>`;
}

export function className(status: Status): string {
  return `is-${status.replace(' ', '-')}`;
}

/** In words: "40 passed, 2 failed". */
export function totalsInWords(totals: Totals): string {
  const parts = BEST_FIRST.filter((status) => totals[status] > 0).map(
    (status) => `${totals[status].toLocaleString('en-US')} ${status}`,
  );
  return parts.join(', ') || 'no scenarios';
}

const BEST_FIRST: readonly Status[] = ['passed', ...STATUSES.filter((status) => status !== 'passed')];
const WIDTH = 160;

/** Shares of all scenarios, as one bar; what it says stands beside it in words. */
export function bar(totals: Totals): Html {
  const all = BEST_FIRST.reduce((sum, status) => sum + totals[status], 0);
  if (all === 0) return NOTHING;
  let x = 0;
  const parts = BEST_FIRST.filter((status) => totals[status] > 0).map((status) => {
    // What is one of thousands has to be seen, too.
    const width = Math.max((totals[status] / all) * WIDTH, 2);
    const part = `<rect class="${className(status)}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    x += width;
    return part;
  });
  return new Html(
    `<svg class="bar" viewBox="0 0 ${x.toFixed(1)} 8" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`,
  );
}

/** Each status with its number. */
export function badges(totals: Totals): Html {
  const parts = BEST_FIRST.filter((status) => totals[status] > 0);
  return html`<span class="badges">${parts.map((status) => badge(status, `${totals[status].toLocaleString('en-US')} ${status}`))}</span>`;
}
