import { basename } from 'node:path';
import type { Definition } from '../model/vocabulary';
import type { Context } from './context';
import { type Html, html } from './html';
import type { Page } from './page';
import { count } from './words';

/** The sentences that features can be written with, by noun. */
export function stepsPage({ documentation: { run } }: Context): Page {
  const nouns = new Map<string, Definition[]>();
  for (const definition of run.definitions) {
    const noun = basename(definition.location)
      .replace(/\.[a-z.]*:.*$/, '')
      .replace(/\.steps$/, '')
      .replaceAll('-', ' ');
    nouns.set(noun, [...(nouns.get(noun) ?? []), definition]);
  }
  const unused = run.definitions.filter(({ uses }) => uses === 0).length;
  return {
    path: 'steps.html',
    title: 'Sentences',
    body: html`<h1>Sentences</h1>
<p class="lead">What features can be written with. A new scenario is made of these wherever it can be; a sentence that says nearly the same in other words is one too many.</p>
<p>${count(run.definitions.length, 'sentence')}${unused > 0 && `, ${unused} of them in no scenario that was run`}.</p>
${[...nouns].sort(([one], [other]) => one.localeCompare(other)).map(([noun, definitions]) => section(noun, definitions))}`,
  };
}

function section(noun: string, definitions: readonly Definition[]): Html {
  return html`<h2>${noun}</h2><div class="wide" tabindex="0" role="group" aria-label="Sentences about ${noun}"><table class="sentences"><thead><tr><th scope="col">Sentence</th><th scope="col" class="number">Uses</th></tr></thead><tbody>${definitions.map(
    ({ text, uses }) =>
      html`<tr><td>${text.split(/(\{[^}]*\})/).map((part) => (part.startsWith('{') ? html`<i>${part.replace(/^\{\}$/, '…').replace(/^\{(.*)\}$/, '‹$1›')}</i>` : part))}</td><td class="number">${uses > 0 ? uses : html`<span class="draft">unused</span>`}</td></tr>`,
  )}</tbody></table></div>`;
}
