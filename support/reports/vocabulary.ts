import { basename } from 'node:path';

/** A sentence that features can be written with. */
export interface Sentence {
  readonly keyword: string;
  readonly text: string;
  /** path:line of its definition. */
  readonly location: string;
  /** Places in the features where it stands; rows of examples do not count. */
  readonly uses: number;
}

/** The sentences under the noun that their file is named after, unused ones marked, and a line with the totals. */
export function showVocabulary(sentences: readonly Sentence[]): string {
  const nouns = new Map<string, Sentence[]>();
  for (const sentence of sentences) {
    const noun = nounOf(sentence);
    nouns.set(noun, [...(nouns.get(noun) ?? []), sentence]);
  }
  const unused = sentences.filter(({ uses }) => uses === 0).length;
  const sections = [...nouns].sort().map(([noun, members]) => [noun, ...members.map(showSentence), ''].join('\n'));
  return [...sections, `${sentences.length} sentences, ${unused} unused`].join('\n');
}

function showSentence({ keyword, text, location, uses }: Sentence): string {
  const used = uses === 0 ? 'unused' : `${uses}×`;
  return `  ${used.padStart(6)}  ${keyword} ${text}  (${location})`;
}

function nounOf({ location }: Sentence): string {
  return basename(location).replace(/\.steps\..*$/, '');
}
