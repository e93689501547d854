import { isDraft } from '../model/scenario';
import type { Context } from './context';
import { html } from './html';
import type { Page } from './page';
import { count } from './words';

/** The box for words and tags works with a script; without it the tags and the way to each scenario are still there. */
export function searchPage({ documentation }: Context): Page {
  const tags = new Map<string, number>();
  for (const scenario of documentation.scenarios)
    for (const tag of new Set(scenario.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const drafts = documentation.scenarios.filter(isDraft).length;
  return {
    path: 'search.html',
    title: 'Search',
    scripts: ['assets/minisearch.js', 'assets/tag-expressions.js', 'assets/index-data.js', 'assets/search.js'],
    body: html`<h1>Search</h1>
<form id="search" role="search" hidden>
<p><label for="words">Words</label> <input id="words" type="search" autocomplete="off" placeholder="spot capacity taken back"></p>
<p><label for="tags">Tags</label> <input id="tags" type="text" autocomplete="off" spellcheck="false" placeholder="@e2e and not @slow"></p>
<p id="found" role="status"></p>
</form>
<ol id="hits" class="hits"></ol>
<noscript><p class="note">The search needs JavaScript. Without it, all ${count(documentation.scenarios.length, 'scenario')} stand on the pages of their <a href="index.html">capabilities</a>.</p></noscript>
<h2>Tags</h2>
<p>${drafts > 0 && `${count(drafts, 'scenario')} are drafts. `}Conditions are written like <code>@e2e and (not @slow or @journey)</code>.</p>
<ul class="tags">${[...tags].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true })).map(([tag, number]) => html`<li><a href="search.html?tags=${encodeURIComponent(tag)}">${tag}</a> <span class="faint">${number}</span></li>`)}</ul>`,
  };
}
