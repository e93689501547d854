import type { PastResult } from '../model/history';
import { Html, NOTHING } from './html';

/** Runs that are shown beside a scenario. */
const SHOWN = 12;
const STEP = 7;

/** A mark for each of the last runs, high where it passed, low where it failed; nothing where there were none. */
export function pastStrip(results: readonly PastResult[]): Html {
  const shown = results.slice(-SHOWN);
  if (shown.length < 2) return NOTHING;
  const passed = shown.filter(({ status }) => status === 'passed').length;
  const marks = shown.map(({ status }, index) => {
    const [y, height] = status === 'passed' ? [1, 6] : [5, 6];
    return `<rect class="is-${status}" x="${index * STEP}" y="${y}" width="5" height="${height}"/>`;
  });
  const label = `The last ${shown.length} runs: ${passed} passed`;
  return new Html(
    ` <svg class="past" width="${shown.length * STEP}" height="12" role="img" aria-label="${label}"><title>${label}</title>${marks.join('')}</svg>`,
  );
}
