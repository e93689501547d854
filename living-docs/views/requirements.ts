import type { Scenario } from '../model/scenario';
import type { Guard, Traced } from '../model/traceability';
import { type Context, hrefOf } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { badge, sign } from './status';
import { count } from './words';

/** Scenarios that a row shows unfolded. */
const SHOWN = 3;

export function requirementsPage(context: Context): Page {
  const { entries, untraced, unknown } = context.documentation.traceability;
  const uncovered = entries.filter(({ requirement }) => requirement.status === 'planned');
  const guarded = entries.filter(({ guards }) => guards.some(({ outcome }) => outcome === 'caught')).length;
  return {
    path: 'requirements.html',
    title: 'Requirements',
    body: html`<h1>Requirements</h1>
<p class="lead">Everything that was promised, who promised it, what proves it, and how that went last. A promise is guarded when a mistake that was made on purpose was noticed by the scenario that names it.</p>
<p>${count(entries.length, 'requirement')}: ${entries.length - uncovered.length} covered, ${uncovered.length} planned; ${guarded} guarded by a mistake that was noticed.</p>
${gaps({ untraced, unknown, context })}
<div class="wide" tabindex="0" role="group" aria-label="Requirements"><table class="matrix">
<thead><tr><th scope="col">Id</th><th scope="col">Promise</th><th scope="col">Proof</th><th scope="col">Last result</th><th scope="col">Guarded by</th></tr></thead>
<tbody>${entries.map((entry) => row(entry, context))}</tbody></table></div>`,
  };
}

function row({ requirement, scenarios, result, guards }: Traced, context: Context): Html {
  const { id, promise, source, threshold, status, proof, command, missing } = requirement;
  return html`<tr id="${id}"><th scope="row">${id}</th>
<td>${promise}${threshold && html` <b class="threshold">${threshold}</b>`}<br><span class="faint">${source}</span>${status === 'planned' && html`<br><span class="draft">planned</span>${missing && html` <span class="faint">Missing: ${missing}</span>`}`}</td>
<td>${proof === 'command' ? html`<code>${command}</code>` : list(scenarios, context)}</td>
<td>${result ? badge(result) : html`<span class="faint">${proof === 'command' ? 'by command' : 'none'}</span>`}</td>
<td>${guardList(guards)}</td></tr>
`;
}

function list(scenarios: readonly Scenario[], context: Context): Html {
  const link = (scenario: Scenario) =>
    html`<li>${sign(scenario.status)}<span><a href="${hrefOf(scenario, context)}">${scenario.name}</a></span></li>`;
  if (scenarios.length === 0) return html`<span class="faint">none yet</span>`;
  const rest = scenarios.slice(SHOWN);
  return html`<ul class="titles">${scenarios.slice(0, SHOWN).map(link)}</ul>${
    rest.length > 0 &&
    html`<details><summary>${rest.length} more</summary><ul class="titles">${rest.map(link)}</ul></details>`
  }`;
}

function guardList(guards: readonly Guard[]): Html {
  if (guards.length === 0) return html`<span class="faint">nothing</span>`;
  const caught = guards.filter(({ outcome }) => outcome === 'caught').length;
  const tried = guards.filter(({ outcome }) => outcome !== undefined).length;
  const line =
    tried === 0
      ? `${count(guards.length, 'mistake')}, not tried yet`
      : `${caught} of ${count(tried, 'mistake')} noticed`;
  return html`<details><summary>${line}</summary><ul>${guards.map(({ title, outcome }) => html`<li>${title} <span class="faint">${outcome ?? 'not tried'}</span></li>`)}</ul></details>`;
}

interface Gaps {
  readonly untraced: readonly Scenario[];
  readonly unknown: ReadonlyMap<string, readonly Scenario[]>;
  readonly context: Context;
}

function gaps({ untraced, unknown, context }: Gaps): Html {
  if (untraced.length === 0 && unknown.size === 0) return NOTHING;
  const link = (scenario: Scenario) => html`<li><a href="${hrefOf(scenario, context)}">${scenario.name}</a></li>`;
  return html`${
    untraced.length > 0 &&
    html`<details class="note"><summary>${count(untraced.length, 'scenario')} without a requirement</summary><ul>${untraced.slice(0, 200).map(link)}</ul></details>`
  }${[...unknown].map(([id, scenarios]) => html`<details class="note" id="${id}"><summary>${id} is promised by nobody</summary><ul>${scenarios.map(link)}</ul></details>`)}`;
}
