import { patternOf, type Term } from '../model/glossary';
import { Html, html } from './html';

/** Marks what a reader looks for in a sentence: the words of the glossary, each linked once, and the amounts. */
export class Marker {
  readonly #terms: ReadonlyMap<string, Term>;
  readonly #words: RegExp | undefined;

  constructor(
    terms: readonly Term[],
    private readonly up: string,
  ) {
    this.#terms = new Map(terms.map((term) => [term.word.toLowerCase(), term]));
    this.#words = patternOf([...this.#terms.keys()]);
  }

  /** @param linked words that were linked already; gets those that are linked here */
  mark(text: string, linked: Set<string>): Html {
    if (!this.#words) return amounts(text);
    const parts: Html[] = [];
    let end = 0;
    for (const match of text.matchAll(this.#words)) {
      const term = this.#terms.get(match[0].toLowerCase());
      if (!term || linked.has(term.id)) continue;
      linked.add(term.id);
      parts.push(amounts(text.slice(end, match.index)));
      parts.push(html`<a class="term" href="${this.up}glossary.html#${term.id}">${match[0]}</a>`);
      end = match.index + match[0].length;
    }
    parts.push(amounts(text.slice(end)));
    return new Html(parts.map((part) => part.text).join(''));
  }
}

const AMOUNT =
  /(?<![\w.-])-?\$?\d[\d,]*(?:\.\d+)?(?:%| ?(?:milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b)?(?![\w-])/g;

function amounts(text: string): Html {
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(AMOUNT)) {
    parts.push(html`${text.slice(end, match.index)}<b>${match[0]}</b>`);
    end = match.index + match[0].length;
  }
  parts.push(html`${text.slice(end)}`);
  return new Html(parts.map((part) => part.text).join(''));
}
