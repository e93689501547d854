import type { Capability } from '../model/capability';
import type { Feature, Scenario } from '../model/scenario';
import { countOf } from '../model/status';
import type { Context } from './context';
import { groupsOf, unwrapped } from './feature';
import { type Html, html } from './html';
import { prose } from './markdown';
import { badge, badges } from './status';
import { count, moment, short } from './words';

/** Capabilities as a book: a cover, what is in it, and every promise with its result. */
export function bookPage(capabilities: readonly Capability[], { documentation }: Context): string {
  const { run, origin } = documentation;
  const ran = countOf(run.totals);
  const scenarios = capabilities.flatMap(({ features }) => features.flatMap((feature) => feature.scenarios));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What OptiInfra promises</title>
<link rel="stylesheet" href="assets/style.css"><link rel="stylesheet" href="assets/book.css"></head>
<body><main>
<section class="cover"><p class="brand">OptiInfra</p><h1>What OptiInfra promises, and whether it keeps it</h1>
<p class="lead">${count(scenarios.length, 'scenario')} in ${count(capabilities.length, 'capability', 'capabilities')}.</p>
<p>${origin.kind === 'dry run' || ran === 0 ? 'Made of the specification; nothing was run.' : `Results of the run of ${moment(run.startedAt ?? Number.NaN)}.`}${origin.commit !== '' && ` Version ${short(origin.commit)}.`}</p>
<h2>In this book</h2><ol class="contents">${capabilities.map(({ id, name, features }) => html`<li><a href="#${id}">${name}</a><ul>${features.map((feature) => html`<li><a href="#${feature.id}">${feature.name}</a></li>`)}</ul></li>`)}</ol></section>
${capabilities.map(chapter)}
</main></body></html>
`.text;
}

function chapter({ id, name, readme, features, totals }: Capability): Html {
  return html`<section class="chapter"><h1 id="${id}">${name}</h1><p>${badges(totals)}</p>
<div class="prose">${readme && prose(readme.text, () => undefined)}</div>
${features.map(showFeature)}</section>
`;
}

function showFeature({ id, name, description, scenarios }: Feature): Html {
  return html`<section class="feature"><h2 id="${id}">${name}</h2>
${description && html`<p class="lead">${unwrapped(description)}</p>`}
${groupsOf(scenarios).map(({ rule, blocks }) => html`${rule && html`<h3 class="rule-name"><span class="keyword">Rule</span> ${rule.name}</h3>`}${blocks.map(block)}`)}</section>
`;
}

/** Of an outline the sentences once, then its examples. */
function block(scenarios: readonly Scenario[]): Html {
  const [first] = scenarios;
  const outline = first?.outline;
  const steps = outline?.sentences ?? first?.steps ?? [];
  return html`<section class="scenario"><h4>${outline?.name ?? first?.name}</h4>
${!outline && first && html`<p class="meta">${badge(first.status)}</p>`}
<ol class="steps">${steps.map(({ keyword, text, table }) => html`<li class="step"><span class="keyword">${keyword.trim()}</span> ${text}${table && html`<table class="argument">${table.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`}</li>`)}</ol>
${outline && html`<table class="examples"><thead><tr>${[...(first?.example.keys() ?? [])].map((heading) => html`<th scope="col">${heading}</th>`)}<th scope="col">Result</th></tr></thead><tbody>${scenarios.map(({ example, status }) => html`<tr>${[...example.values()].map((value) => html`<td>${value}</td>`)}<td>${badge(status)}</td></tr>`)}</tbody></table>`}
</section>
`;
}
