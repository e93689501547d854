import { flakesIn, type PastRun } from '../model/history';
import { isFlaky } from '../model/scenario';
import { columnChart, trendLine } from './charts';
import { type Context, hrefOf } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { badge } from './status';
import { count, duration, moment, short } from './words';

/** Runs in the chart and in the table. */
const RUNS = 50;
const SLOWEST = 10;

export function historyPage(context: Context): Page {
  return {
    path: 'history.html',
    title: 'History',
    body: html`<h1>History</h1>
<p class="lead">How the runs went one after the other, what passes and fails without a change, and what takes longest.</p>
${runs(context)}
${flakes(context)}
${slowest(context)}`,
  };
}

function runs({ documentation: { history } }: Context): Html {
  const shown = history.slice(-RUNS);
  if (shown.length === 0)
    return html`<h2>Runs</h2><p class="note">No run has been kept yet. Each <code>npm run bdd</code> is.</p>`;
  return html`<h2>Runs</h2>
${shown.length > 1 && html`<figure>${columnChart({ label: `Scenarios of the last ${shown.length} runs, by result; the table below has the figures`, columns: shown.map(column) })}<figcaption>Scenarios in each of the last ${count(shown.length, 'run')}, oldest first: <span class="status is-passed">passed</span>, <span class="status is-failed">failed</span> on top.</figcaption></figure>`}
<div class="wide" tabindex="0" role="group" aria-label="Runs"><table><thead><tr><th scope="col">When</th><th scope="col">Commit</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Skipped</th><th scope="col" class="number">Took</th></tr></thead><tbody>${[...shown].reverse().map(runRow)}</tbody></table></div>`;
}

function tally({ scenarios }: PastRun): Readonly<Record<'passed' | 'failed' | 'skipped', number>> {
  const of = (status: string) => scenarios.filter((scenario) => scenario.status === status).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

function column(run: PastRun) {
  const { passed, failed, skipped } = tally(run);
  return {
    title: `${moment(Date.parse(run.at))}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
    parts: [
      { style: 'is-passed', value: passed },
      { style: 'is-skipped', value: skipped },
      { style: 'is-failed', value: failed },
    ],
  };
}

function runRow(run: PastRun): Html {
  const { passed, failed, skipped } = tally(run);
  return html`<tr><td>${moment(Date.parse(run.at))}</td><td><code>${short(run.commit)}</code></td><td class="number">${passed}</td><td class="number">${failed > 0 ? html`<b>${failed}</b>` : 0}</td><td class="number">${skipped}</td><td class="number">${duration(run.milliseconds)}</td></tr>`;
}

function flakes(context: Context): Html {
  const { history, scenarios } = context.documentation;
  const repeated = scenarios.filter(isFlaky);
  const found = flakesIn(history);
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  return html`<h2>Different results without a change</h2>
${found.length === 0 && repeated.length === 0 ? html`<p>None: whatever failed for a commit has failed each time.</p>` : NOTHING}
${repeated.length > 0 && html`<p>Passed in this run, but not at the first attempt:</p><ul>${repeated.map((scenario) => html`<li><a href="${hrefOf(scenario, context)}">${scenario.name}</a> ${scenario.attempts.map(({ status }) => badge(status))}</li>`)}</ul>`}
${
  found.length > 0 &&
  html`<div class="wide" tabindex="0" role="group" aria-label="Different results"><table><thead><tr><th scope="col">Scenario</th><th scope="col">Commit</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Failed</th><th scope="col">Last run</th></tr></thead><tbody>${found
    .slice(0, RUNS)
    .map(({ name, commit, passed, failed, last }) => {
      const scenario = byName.get(name);
      return html`<tr><td>${scenario ? html`<a href="${hrefOf(scenario, context)}">${name}</a>` : name}</td><td><code>${short(commit)}</code></td><td class="number">${passed}</td><td class="number">${failed}</td><td>${moment(Date.parse(last))}</td></tr>`;
    })}</tbody></table></div>`
}`;
}

function slowest(context: Context): Html {
  const { scenarios, pastResults } = context.documentation;
  const ran = scenarios.filter(({ attempts }) => attempts.length > 0);
  if (ran.length === 0) return NOTHING;
  const sorted = ran.sort((one, other) => other.milliseconds - one.milliseconds).slice(0, SLOWEST);
  const past = (id: string) => (pastResults.get(id) ?? []).filter(({ status }) => status === 'passed');
  return html`<h2>The slowest scenarios</h2>
<div class="wide" tabindex="0" role="group" aria-label="The slowest scenarios"><table><thead><tr><th scope="col">Scenario</th><th scope="col" class="number">Took</th><th scope="col">Over the runs</th></tr></thead><tbody>${sorted.map(
    (scenario) => {
      const times = past(scenario.id).map(({ milliseconds }) => milliseconds);
      const label = `From ${duration(times[0] ?? 0)} to ${duration(times.at(-1) ?? 0)} over ${times.length} runs`;
      return html`<tr><td><a href="${hrefOf(scenario, context)}">${scenario.name}</a></td><td class="number">${duration(scenario.milliseconds)}</td><td>${times.length > 1 ? trendLine(times, label) : html`<span class="faint">first run</span>`}</td></tr>`;
    },
  )}</tbody></table></div>`;
}
