import { diffWordsWithSpace } from 'diff';
import type { Changes, RequirementChange, ScenarioChange, SentenceChange } from '../changes/compare';
import type { ResultChanges } from '../changes/results';
import type { Promised } from '../changes/snapshot';
import type { Scenario } from '../model/scenario';
import { type Context, hrefOf } from './context';
import { type Html, html, NOTHING } from './html';
import type { Page } from './page';
import { count, moment, short } from './words';

export interface Since {
  readonly version: string;
  readonly commit: string;
  readonly changes: Changes;
  readonly results: ResultChanges;
}

/** What a reader of the last version has to know: weakened promises before all else. */
export function changesPage(since: Since, context: Context): Page {
  const { version, commit, changes, results } = since;
  const { added, removed, changed, requirements } = changes;
  const weaker = changed.filter(({ isWeaker }) => isWeaker);
  const others = changed.filter(({ isWeaker }) => !isWeaker);
  const lessPromised = requirements.filter(({ isWeaker }) => isWeaker);
  const nothing = added.length + removed.length + changed.length + requirements.length === 0;
  return {
    path: 'changes.html',
    title: 'Changes',
    body: html`<h1>What has changed since ${version}</h1>
<p class="lead">${nothing ? 'Nothing in the specification.' : `${count(added.length, 'scenario')} added, ${changed.length} changed, ${removed.length} removed; ${count(requirements.length, 'change')} of requirements.`}</p>
<p class="faint">Compared with commit <code>${short(commit)}</code>.</p>
${weaker.length + removed.length + lessPromised.length > 0 && html`<h2>Weakened</h2><p>Less is promised, or less is proven, than before. Somebody should have wanted each of these.</p>${lessPromised.map(requirement)}${removed.map(gone)}${weaker.map((change) => scenario(change, context))}`}
${resultChanges(results, context)}
${others.length > 0 && html`<h2>Changed</h2>${others.map((change) => scenario(change, context))}`}
${added.length > 0 && html`<h2>Added</h2><ul>${added.map((each) => html`<li>${link(each, context)}${each.isDraft && html` <span class="draft">draft</span>`} <span class="faint">${each.uri}</span></li>`)}</ul>`}
${requirements.length > lessPromised.length && html`<h2>Requirements</h2>${requirements.filter(({ isWeaker }) => !isWeaker).map(requirement)}`}`,
  };
}

function scenario({ before, after, sentences, remarks, isWeaker }: ScenarioChange, context: Context): Html {
  return html`<section class="change${isWeaker && ' is-weaker'}"><h3>${link(after, context)}</h3>
${before.uri !== after.uri && html`<p class="faint">It stood in ${before.uri}.</p>`}
${remarks.map((remark) => html`<p>${remark}</p>`)}
<ul>${sentences.map(sentence)}</ul></section>
`;
}

function sentence(change: SentenceChange): Html {
  const weaker = change.isWeaker && html` <strong class="status is-failed">weaker</strong>`;
  if (change.kind === 'added') return html`<li><ins>${change.text}</ins></li>`;
  if (change.kind === 'removed') return html`<li><del>${change.text}</del>${weaker}</li>`;
  const told = change.numbers.map(
    ({ from, to, strength }) => `${from} → ${to}${strength === 'stronger' ? ' (stronger)' : ''}`,
  );
  return html`<li>${words(change.before, change.after)}${weaker}${told.length > 0 && html` <span class="faint">${told.join(', ')}</span>`}</li>`;
}

function words(before: string, after: string): Html {
  return html`${diffWordsWithSpace(before, after).map(({ added, removed, value }) =>
    added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : value,
  )}`;
}

function gone({ name, uri }: Promised): Html {
  return html`<section class="change is-weaker"><h3><del>${name}</del></h3><p>The scenario was removed. <span class="faint">${uri}</span></p></section>`;
}

function requirement({ id, what, before, after, isWeaker }: RequirementChange): Html {
  return html`<section class="change${isWeaker && ' is-weaker'}"><h3>${id} ${what}</h3><p>${words(before, after)}</p></section>`;
}

function link({ name, uri, line }: Promised, context: Context): Html {
  const shown = context.documentation.scenarios.find(
    (each) => each.uri === uri && (each.line === line || each.name === name || each.outline?.name === name),
  );
  return shown ? html`<a href="${hrefOf(shown, context)}">${name}</a>` : html`${name}`;
}

function resultChanges({ comparedWith, broken, mended }: ResultChanges, context: Context): Html {
  if (!comparedWith) return html`<p class="faint">No run of that time was kept, so that results are not compared.</p>`;
  const list = (scenarios: readonly Scenario[]) =>
    html`<ul>${scenarios.map((each) => html`<li><a href="${hrefOf(each, context)}">${each.name}</a></li>`)}</ul>`;
  return html`<h2>Results</h2><p>Compared with the run of ${moment(Date.parse(comparedWith))}.</p>
${broken.length > 0 ? html`<p>Passed then, fails now:</p>${list(broken)}` : html`<p>Nothing that passed then fails now.</p>`}
${mended.length > 0 ? html`<p>Failed then, passes now:</p>${list(mended)}` : NOTHING}`;
}
