import { causesOf } from '../model/causes';
import { failureOf } from '../model/scenario';
import { isUnfinished } from '../model/status';
import { type Context, hrefOf } from './context';
import { html } from './html';
import type { Page } from './page';
import { badge, sign } from './status';
import { count } from './words';

export function failuresPage(context: Context): Page {
  const { scenarios, run } = context.documentation;
  const causes = causesOf(scenarios);
  const open = scenarios.filter(({ status }) => isUnfinished(status));
  return {
    path: 'failures.html',
    title: 'Failures',
    body: html`<h1>Failures by cause</h1>
<p class="lead">${
      causes.length === 0
        ? 'No scenario has failed.'
        : `${count(
            causes.reduce((sum, cause) => sum + cause.scenarios.length, 0),
            'scenario',
          )} failed for ${count(causes.length, 'cause')}: what is wrong once is told once.`
    }</p>
${run.problems.length > 0 && html`<h2>Outside of any scenario</h2>${run.problems.map((problem) => html`<pre class="failure" tabindex="0">${problem}</pre>`)}`}
${causes.map(
  ({ message, scenarios: members }) =>
    html`<section class="cause"><h2>${message.slice(0, 300)}</h2><ul class="titles">${members.map(
      (scenario) =>
        html`<li>${sign(scenario.status)}<span><a href="${hrefOf(scenario, context)}">${scenario.name}</a><br><span class="faint">${failureOf(scenario)?.where}</span></span></li>`,
    )}</ul></section>`,
)}
${open.length > 0 && html`<h2>Not finished</h2><p>Sentences without a meaning yet: no failure, and no proof either.</p><ul>${open.map((scenario) => html`<li><a href="${hrefOf(scenario, context)}">${scenario.name}</a> ${badge(scenario.status)}</li>`)}</ul>`}`,
  };
}
