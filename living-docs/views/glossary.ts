import type { Term } from '../model/glossary';
import type { Context } from './context';
import { type Html, html } from './html';
import { phrase } from './markdown';
import type { Page } from './page';
import { count } from './words';

export function glossaryPage({ documentation: { glossary } }: Context): Page {
  const cast = glossary.filter(({ isCast }) => isCast);
  const words = glossary.filter(({ isCast }) => !isCast);
  return {
    path: 'glossary.html',
    title: 'Glossary',
    body: html`<h1>Glossary</h1>
<p class="lead">A word means the same in every sentence. In the features each of them leads here.</p>
${words.length > 0 && html`<h2 id="words">Words</h2><dl class="glossary">${words.map(entry)}</dl>`}
${cast.length > 0 && html`<h2 id="cast">The cast</h2><p>Who acts in the scenarios. A name has the same machines, load and prices everywhere.</p><dl class="glossary">${cast.map(entry)}</dl>`}
${glossary.length === 0 && html`<p class="note">No word has been explained yet.</p>`}`,
  };
}

function entry({ id, word, meaning, from, uses, isCast }: Term): Html {
  const parts = meaning.split('\n\n');
  return html`<div id="${id}"><dt>${word}</dt><dd>${parts.map((part) => html`<p>${phrase(part)}</p>`)}<p class="faint">${!isCast && `${from} · `}${uses > 0 ? `in ${count(uses, 'scenario')}` : 'in no scenario'}</p></dd></div>
`;
}
