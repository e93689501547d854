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
  const twins = nearTwins(sentences);
  return [
    ...sections,
    ...(twins.length > 0 ? ['Nearly the same; one of each may be enough:', ...twins.map(showTwins), ''] : []),
    `${sentences.length} sentences, ${unused} unused${twins.length > 0 ? `, ${twins.length} pairs nearly the same` : ''}`,
  ].join('\n');
}

type Pair = readonly [Sentence, Sentence];

/** Share of words from which on two sentences of one kind may mean the same. */
const ALIKE = 0.85;

/** Pairs of sentences that differ in a word or two only, or in the type of a value: candidates for one sentence, one meaning. */
export function nearTwins(sentences: readonly Sentence[]): readonly Pair[] {
  const known = sentences.map((sentence) => ({ sentence, words: wordsOf(sentence.text) }));
  return known.flatMap(({ sentence, words }, index) =>
    known
      .slice(index + 1)
      .filter((other) => other.sentence.keyword === sentence.keyword && likeness(words, other.words) >= ALIKE)
      .map((other): Pair => [sentence, other.sentence]),
  );
}

/** Articles say nothing, and what a value is does not matter. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .toLowerCase()
    .replace(/\{[^}]*\}/g, '{}')
    .split(/[^\p{L}{}]+/u);
  return new Set(words.filter((word) => word !== '' && !['a', 'an', 'the'].includes(word)));
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / (one.size + other.size - shared);
}

function showTwins([one, other]: Pair): string {
  return `  ${one.keyword} ${one.text}  (${one.location})\n  ${other.keyword} ${other.text}  (${other.location})`;
}

function showSentence({ keyword, text, location, uses }: Sentence): string {
  const used = uses === 0 ? 'unused' : `${uses}×`;
  return `  ${used.padStart(6)}  ${keyword} ${text}  (${location})`;
}

function nounOf({ location }: Sentence): string {
  return basename(location).replace(/\.steps\..*$/, '');
}
