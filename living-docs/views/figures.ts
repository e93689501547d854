import type { ThresholdRecord } from '../../support/reports/run-record';
import type { Figure } from '../model/figures';
import { trendLine } from './charts';
import { type Context, hrefOf } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { count, percent } from './words';

/** Promised, measured and left, of one scenario. */
export function figureTable(thresholds: readonly ThresholdRecord[]): Html {
  return html`<div class="wide" tabindex="0" role="group" aria-label="Figures"><table><thead><tr><th scope="col">What</th><th scope="col">Promised</th><th scope="col">Measured</th><th scope="col" class="number">Head-room</th></tr></thead><tbody>${thresholds.map(
    (threshold) =>
      html`<tr><td>${threshold.what}</td><td>${threshold.promised}</td><td><b>${threshold.measured}</b></td><td class="number">${headRoom(threshold)}</td></tr>`,
  )}</tbody></table></div>`;
}

export function headRoom({ promised, headRoom: share }: ThresholdRecord): Html {
  if (share < 0) return html`<span class="status is-failed">broken</span>`;
  return promised.startsWith('exactly') ? html`<span class="faint">met</span>` : html`${percent(share)}`;
}

export function figuresPage(context: Context): Page {
  const { figures } = context.documentation;
  const limits = figures.filter(({ isExact }) => !isExact);
  const exact = figures.filter(({ isExact }) => isExact);
  const broken = figures.filter((figure) => figure.headRoom < 0).length;
  return {
    path: 'figures.html',
    title: 'Service levels and figures',
    body: html`<h1>Service levels and figures</h1>
<p class="lead">Every promise with a number in it: what was promised, what was measured, and how much of the promise was left. The tightest come first, because what has little room breaks next.</p>
${
  figures.length === 0
    ? html`<p class="note">Nothing was measured yet.</p>`
    : html`<p>${count(limits.length, 'limit')}, ${count(exact.length, 'figure')} that must be met exactly. ${broken === 0 ? 'All of them were kept.' : html`<strong>${count(broken, 'promise')} not kept.</strong>`}</p>`
}
${limits.length > 0 && html`<h2>Limits</h2>${table(limits, context)}`}
${exact.length > 0 && html`<h2>To be met exactly</h2><p>Money and counts that follow from the customer's machines and prices; a cent more or less is a broken promise.</p>${table(exact, context)}`}`,
  };
}

function table(figures: readonly Figure[], context: Context): Html {
  const hasTrend = figures.some(({ trend }) => trend.length > 1);
  return html`<div class="wide" tabindex="0" role="group" aria-label="Figures"><table class="figures"><thead><tr><th scope="col">What</th><th scope="col">Promised</th><th scope="col">Measured</th><th scope="col" class="number">Head-room</th>${hasTrend && html`<th scope="col">Head-room over the runs</th>`}</tr></thead><tbody>${figures.map(
    (figure) =>
      html`<tr><td>${figure.what}<br><a class="where" href="${hrefOf(figure.scenario, context)}">${figure.scenario.name}</a></td><td>${figure.promised}</td><td><b>${figure.measured}</b></td><td class="number">${headRoom(figure)}</td>${hasTrend && html`<td>${trendOf(figure)}</td>`}</tr>`,
  )}</tbody></table></div>`;
}

function trendOf({ trend, what }: Figure): Html {
  const rooms = trend.map((past) => past.headRoom);
  if (rooms.length < 2) return NOTHING;
  const label = `${what}: head-room over ${rooms.length} runs, from ${percent(rooms[0] ?? 0)} to ${percent(rooms.at(-1) ?? 0)}`;
  return trendLine(rooms, label);
}
