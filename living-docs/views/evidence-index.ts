import type { Evidence } from '../model/evidence';
import type { Scenario } from '../model/scenario';
import { type Context, hrefOf } from './context';
import { html } from './html';
import type { Page } from './page';
import { badge } from './status';

/** Scenarios with something attached, and what. */
export function evidencePage(context: Context): Page {
  const shown = context.documentation.scenarios
    .map((scenario) => ({ scenario, evidence: evidenceIn(scenario) }))
    .filter(({ evidence }) => evidence.length > 0);
  return {
    path: 'evidence.html',
    title: 'Evidence',
    body: html`<h1>Evidence</h1>
<p class="lead">What the scenarios have left behind: charts of what was changed, pictures of pages, calls, and what the services said. Passwords, tokens and keys are blanked.</p>
${
  shown.length === 0
    ? html`<p class="note">Nothing was attached.</p>`
    : html`<div class="wide" tabindex="0" role="group" aria-label="Evidence"><table><thead><tr><th scope="col">Scenario</th><th scope="col">Result</th><th scope="col">Evidence</th></tr></thead><tbody>${shown.map(
        ({ scenario, evidence }) =>
          html`<tr><td><a href="${hrefOf(scenario, context)}">${scenario.name}</a></td><td>${badge(scenario.status)}</td><td>${evidence.map(({ title }) => title).join(' · ')}</td></tr>`,
      )}</tbody></table></div>`
}`,
  };
}

export function evidenceIn({ evidence, steps }: Scenario): readonly Evidence[] {
  return [...steps.flatMap((step) => step.evidence), ...evidence];
}
