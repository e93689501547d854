import type { Capability } from '../model/capability';
import { causesOf } from '../model/causes';
import type { Documentation } from '../model/documentation';
import { isDraft, isFlaky, isForRealAccount, type Scenario } from '../model/scenario';
import { countOf, isBroken, isUnfinished } from '../model/status';
import { type Context, hrefOf } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { badges, bar, totalsInWords } from './status';
import { count, duration, moment, percent, short } from './words';

/** Lines that a list on this page holds at most; the whole stands on a page of its own. */
const SHOWN = 12;
const CAUSES = 5;

export function homePage(context: Context): Page {
  const { documentation } = context;
  return {
    path: 'index.html',
    title: 'OptiInfra: living documentation',
    body: html`<h1>What OptiInfra promises, and whether it keeps it</h1>
${verdict(documentation)}
${notes(documentation)}
${failures(context)}
<h2>Capabilities</h2>
<div class="capabilities">${documentation.capabilities.map(card)}</div>
${promises(context)}
${unfinished(context)}`,
  };
}

function verdict({ run, origin, scenarios }: Documentation): Html {
  const ran = countOf(run.totals);
  if (ran === 0 || origin.kind === 'dry run')
    return html`<p class="lead">${count(scenarios.length, 'scenario')} say what OptiInfra does. Nothing was run to make this page, so it tells what is promised, not whether it is kept.</p>`;
  const { passed } = run.totals;
  const sentence =
    passed === ran
      ? html`All <strong>${count(ran, 'scenario')}</strong> that were run have passed.`
      : html`<strong>${passed.toLocaleString('en-US')} of ${count(ran, 'scenario')}</strong> that were run have passed.`;
  return html`<p class="lead">${sentence}</p>
<div class="summary">${bar(run.totals)}${badges(run.totals)}</div>
<p class="faint">Run of ${moment(run.startedAt ?? Number.NaN)}${run.milliseconds !== undefined && `, took ${duration(run.milliseconds)}`}${origin.commit !== '' && html`, commit <code>${short(origin.commit)}</code>`}. ${count(countOf(run.stepTotals), 'sentence and hook', 'sentences and hooks')} were tried: ${totalsInWords(run.stepTotals)}.</p>`;
}

/** What keeps this from being the whole truth. */
function notes({ origin, run, scenarios }: Documentation): Html {
  const left = run.totals['not run'];
  const flaky = scenarios.filter(isFlaky).length;
  const lines = [
    origin.brokenOff || (origin.kind === 'run' && run.startedAt !== undefined && run.milliseconds === undefined)
      ? 'The run was broken off before its end: what came after is not in it.'
      : '',
    origin.files.length > 1
      ? `It is put together of ${origin.files.length} parts; a scenario that stands in several counts once, as it went last.`
      : '',
    origin.kind === 'run' && left > 0
      ? leftOut(
          scenarios.filter(({ status }) => status === 'not run'),
          scenarios.length,
        )
      : '',
    origin.outdated > 0
      ? `${count(origin.outdated, 'feature')} ${origin.outdated === 1 ? 'has' : 'have'} been changed since the run, and ${origin.outdated === 1 ? 'is' : 'are'} shown as run.`
      : '',
    flaky > 0 ? `${count(flaky, 'scenario')} passed only when repeated.` : '',
    ...run.problems.map((problem) => `Outside of any scenario: ${problem.split('\n')[0]}`),
  ].filter((line) => line !== '');
  return lines.length === 0 ? NOTHING : html`<ul class="notes">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

/** What every whole run leaves out makes it no part. */
function leftOut(left: readonly Scenario[], all: number): string {
  const drafts = left.filter(isDraft).length;
  const elsewhere = left.filter(isForRealAccount).length;
  const known = [
    drafts > 0 && count(drafts, 'draft'),
    elsewhere > 0 && `${count(elsewhere, 'scenario')} for a real account at AWS`,
  ].filter((part) => part !== false);
  const told = known.join(' and ');
  if (drafts + elsewhere === left.length) return `All were run but ${told}.`;
  const among = known.length > 0 ? `, ${told} among them` : '';
  return `It was a part only: of ${count(all, 'scenario')} ${left.length.toLocaleString('en-US')} were not run${among}.`;
}

function failures(context: Context): Html {
  const causes = causesOf(context.documentation.scenarios);
  if (causes.length === 0) return NOTHING;
  return html`<h2>What went wrong</h2>
<ul class="causes">${causes
    .slice(0, CAUSES)
    .map(
      ({ message, scenarios }) =>
        html`<li><p>${message.slice(0, 300)}</p><p class="faint">${scenarios.slice(0, 3).map((scenario, index) => html`${index > 0 && ' · '}<a href="${hrefOf(scenario, context)}">${scenario.name}</a>`)}${scenarios.length > 3 && ` and ${scenarios.length - 3} more`}</p></li>`,
    )}</ul>
<p><a href="failures.html">${causes.length > CAUSES ? `All ${causes.length} causes` : 'All failures by cause'}</a></p>`;
}

function card({ id, name, readme, features, totals }: Capability): Html {
  return html`<section class="card"><h3><a href="capabilities/${id}.html">${name}</a></h3>
${readme && html`<p>${readme.summary}</p>`}
<p class="faint">${count(features.length, 'feature')}</p>${bar(totals)}${badges(totals)}</section>
`;
}

function promises({ documentation: { traceability, figures } }: Context): Html {
  const { entries } = traceability;
  if (entries.length === 0) return NOTHING;
  const covered = entries.filter(({ requirement }) => requirement.status === 'covered').length;
  const broken = entries.filter(({ result }) => result !== undefined && isBroken(result)).length;
  const tight = figures.filter(({ isExact, headRoom }) => !isExact && headRoom >= 0).slice(0, 5);
  return html`<h2>Promises</h2>
<p>${count(entries.length, 'requirement')}, ${covered} of them covered, ${entries.length - covered} planned${broken > 0 && `, ${broken} broken in this run`}: <a href="requirements.html">the whole list</a>.</p>
${
  tight.length > 0 &&
  html`<p>The tightest figures, of ${figures.length} (<a href="figures.html">all of them</a>):</p><ul>${tight.map(({ what, promised, measured, headRoom }) => html`<li>${what} ${promised}: <b>${measured}</b>, head-room ${percent(headRoom)}</li>`)}</ul>`
}`;
}

/** Counted honestly, and apart from what failed. */
function unfinished(context: Context): Html {
  const { scenarios, traceability } = context.documentation;
  const open = scenarios.filter((scenario) => isDraft(scenario) || isUnfinished(scenario.status));
  const planned = traceability.entries.filter(({ requirement }) => requirement.status === 'planned');
  if (open.length === 0 && planned.length === 0) return NOTHING;
  return html`<h2>In the making</h2>
${
  open.length > 0 &&
  html`<p>${count(open.length, 'scenario')} that nothing proves yet:</p><ul>${open.slice(0, SHOWN).map((scenario) => html`<li><a href="${hrefOf(scenario, context)}">${scenario.name}</a> <span class="faint">${isDraft(scenario) ? 'draft' : scenario.status}</span></li>`)}</ul>${open.length > SHOWN && html`<p class="faint">and ${open.length - SHOWN} more</p>`}`
}
${
  planned.length > 0 &&
  html`<p>${count(planned.length, 'requirement')} planned:</p><ul>${planned.slice(0, SHOWN).map(({ requirement: { id, promise } }) => html`<li><a href="requirements.html#${id}">${id}</a> ${promise}</li>`)}</ul>${planned.length > SHOWN && html`<p class="faint">and ${planned.length - SHOWN} more</p>`}`
}`;
}
