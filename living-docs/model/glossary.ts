import type { Capability } from './capability';
import { rowsUnder } from './readmes';
import type { Scenario } from './scenario';
import { slug } from './slug';

/** A word with the meaning that it has in every sentence. */
export interface Term {
  readonly id: string;
  readonly word: string;
  /** Markdown. */
  readonly meaning: string;
  /** Where it is explained: a capability, or the cast. */
  readonly from: string;
  readonly isCast: boolean;
  /** Scenarios that use it. */
  readonly uses: number;
}

interface Explained {
  readonly word: string;
  readonly meaning: string;
  readonly from: string;
  readonly isCast: boolean;
}

/** Out of the "Words" of each capability's page, and of the cast. A word that is explained twice is shown with both meanings. */
export function readGlossary(
  capabilities: readonly Capability[],
  cast: string,
  scenarios: readonly Scenario[],
): readonly Term[] {
  const words = capabilities.flatMap(({ name, readme }) => explained(readme?.text ?? '', /^##\s+Words/i, name));
  const members = explained(cast, /^#\s/, 'The cast').map((entry) => ({ ...entry, isCast: true }));
  const terms = new Map<string, Explained>();
  for (const entry of [...members, ...words]) {
    const key = entry.word.toLowerCase();
    const there = terms.get(key);
    if (!there) terms.set(key, entry);
    else if (there.meaning !== entry.meaning)
      terms.set(key, { ...there, meaning: `${there.meaning}\n\n${entry.from}: ${entry.meaning}` });
  }
  const uses = usesOf(
    [...terms.values()].map(({ word }) => word),
    scenarios,
  );
  return [...terms.values()]
    .map((term) => ({ ...term, id: slug(term.word), uses: uses.get(term.word.toLowerCase()) ?? 0 }))
    .sort((one, other) => one.word.localeCompare(other.word));
}

function explained(source: string, heading: RegExp, from: string): readonly Explained[] {
  return rowsUnder(source, heading).flatMap(([word = '', meaning = '']) => {
    const plain = word.replace(/[*`_]/g, '').trim();
    return plain && meaning ? [{ word: plain, meaning, from, isCast: false }] : [];
  });
}

/** Finds words of the glossary in a sentence, the longest first; undefined where there are none. */
export function patternOf(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined;
  const longest = [...words].sort((one, other) => other.length - one.length);
  const choices = longest.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}-])(?:${choices})(?![\\p{L}\\p{N}-])`, 'giu');
}

function usesOf(words: readonly string[], scenarios: readonly Scenario[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const pattern = patternOf(words);
  if (!pattern) return uses;
  for (const { name, steps } of scenarios) {
    const text = [name, ...steps.map((step) => step.text)].join('\n');
    const found = new Set([...text.matchAll(pattern)].map(([word]) => word.toLowerCase()));
    for (const word of found) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return uses;
}
