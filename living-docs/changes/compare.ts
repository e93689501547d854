import { diffArrays } from 'diff';
import type { Requirement } from '../../support/specification/requirements';
import type { Promised, PromisedSentence, Snapshot } from './snapshot';
import { bindsLess, compareNumbers, type Loosened } from './strength';

/** A sentence that was added, taken away, or says something else than it did. */
export type SentenceChange =
  | { readonly kind: 'added'; readonly text: string; readonly isWeaker: false }
  | { readonly kind: 'removed'; readonly text: string; readonly isWeaker: boolean }
  | {
      readonly kind: 'changed';
      readonly before: string;
      readonly after: string;
      readonly numbers: readonly Loosened[];
      readonly isWeaker: boolean;
    };

export interface ScenarioChange {
  readonly before: Promised;
  readonly after: Promised;
  readonly sentences: readonly SentenceChange[];
  /** What else has changed: "It is a draft now, so that nothing proves it." */
  readonly remarks: readonly string[];
  readonly isWeaker: boolean;
}

export interface RequirementChange {
  readonly id: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly isWeaker: boolean;
}

export interface Changes {
  readonly added: readonly Promised[];
  readonly removed: readonly Promised[];
  readonly changed: readonly ScenarioChange[];
  readonly requirements: readonly RequirementChange[];
}

export function compare(before: Snapshot, after: Snapshot): Changes {
  const pairs = pairsOf(before.scenarios, after.scenarios);
  const [kept, follow] = [new Set(pairs.map(([old]) => old)), new Set(pairs.map(([, now]) => now))];
  return {
    added: after.scenarios.filter((scenario) => !follow.has(scenario)),
    removed: before.scenarios.filter((scenario) => !kept.has(scenario)),
    changed: pairs.map(([old, now]) => compareScenarios(old, now)).filter(hasChanged),
    requirements: compareRequirements(before.requirements, after.requirements),
  };
}

/** By title, which is said once in the whole suite; one that got a new title by most of its sentences. */
function pairsOf(before: readonly Promised[], after: readonly Promised[]): readonly (readonly [Promised, Promised])[] {
  const byName = new Map(after.map((scenario) => [scenario.name, scenario]));
  const same = before.flatMap((old) => {
    const now = byName.get(old.name);
    return now ? [[old, now] as const] : [];
  });
  const taken = new Set(same.map(([, now]) => now));
  const renamed = before
    .filter((old) => !byName.has(old.name))
    .flatMap((old) => {
      const free = after.filter((now) => !taken.has(now) && now.uri === old.uri);
      const [best] = free.sort((one, other) => likeness(old, other) - likeness(old, one));
      if (!best || likeness(old, best) < ALIKE) return [];
      taken.add(best);
      return [[old, best] as const];
    });
  return [...same, ...renamed];
}

/** Share of sentences from which on a scenario with another title is taken for the same one. */
const ALIKE = 0.6;

function likeness(one: Promised, other: Promised): number {
  const texts = new Set(one.sentences.map(({ text }) => text));
  const shared = other.sentences.filter(({ text }) => texts.has(text)).length;
  return shared / Math.max(one.sentences.length, other.sentences.length, 1);
}

function hasChanged({ sentences, remarks }: ScenarioChange): boolean {
  return sentences.length > 0 || remarks.length > 0;
}

function compareScenarios(before: Promised, after: Promised): ScenarioChange {
  const sentences = compareSentences(before.sentences, after.sentences);
  const becameDraft = !before.isDraft && after.isDraft;
  const remarks = [
    ...(before.name === after.name ? [] : [`It was called "${before.name}".`]),
    ...(becameDraft ? ['It is a draft now, so that nothing proves it.'] : []),
    ...(before.isDraft && !after.isDraft ? ['It is no draft any more.'] : []),
    ...lostRequirements(before, after),
  ];
  const isWeaker = becameDraft || sentences.some((sentence) => sentence.isWeaker);
  return { before, after, sentences, remarks, isWeaker };
}

function lostRequirements({ tags: before }: Promised, { tags: after }: Promised): readonly string[] {
  const ids = (tags: readonly string[]) => tags.filter((tag) => /^@[A-Z]-\d+$/.test(tag)).map((tag) => tag.slice(1));
  const lost = ids(before).filter((id) => !ids(after).includes(id));
  const won = ids(after).filter((id) => !ids(before).includes(id));
  return [
    ...(lost.length > 0 ? [`It does not prove ${lost.join(', ')} any more.`] : []),
    ...(won.length > 0 ? [`It proves ${won.join(', ')}, too.`] : []),
  ];
}

export function compareSentences(
  before: readonly PromisedSentence[],
  after: readonly PromisedSentence[],
): readonly SentenceChange[] {
  const parts = diffArrays([...before], [...after], { comparator: (one, other) => one.text === other.text });
  return parts.flatMap((part, index) => {
    const next = parts[index + 1];
    if (part.removed) return replaced(part.value, next?.added ? next.value : []);
    // What comes after something that was removed has been told with it.
    return part.added && !parts[index - 1]?.removed ? replaced([], part.value) : [];
  });
}

/** Pairs those that say the same about other numbers; then, where as many went as came, one by one. */
function replaced(gone: readonly PromisedSentence[], come: readonly PromisedSentence[]): readonly SentenceChange[] {
  const left = [...come];
  const changes = gone.map((before): SentenceChange => {
    const index = left.findIndex(({ text }) => compareNumbers(before.text, text) !== undefined);
    const near =
      index < 0 && gone.length === come.length ? left.findIndex(({ text }) => alike(before.text, text)) : index;
    if (near < 0) return { kind: 'removed', text: before.text, isWeaker: before.kind === 'then' };
    const [after] = left.splice(near, 1);
    return changed(before, after?.text ?? '');
  });
  return [...changes, ...left.map(({ text }): SentenceChange => ({ kind: 'added', text, isWeaker: false }))];
}

function changed({ kind, text: before }: PromisedSentence, after: string): SentenceChange {
  const numbers = compareNumbers(before, after) ?? [];
  // Only an outcome promises anything: another Given is another situation.
  const isWeaker =
    kind === 'then' && (numbers.some(({ strength }) => strength === 'weaker') || bindsLess(before, after));
  return { kind: 'changed', before, after, numbers: kind === 'then' ? numbers : [], isWeaker };
}

function alike(one: string, other: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().split(/\W+/));
  const [mine, theirs] = [words(one), words(other)];
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return shared / Math.max(mine.size, theirs.size) >= 0.5;
}

function compareRequirements(
  before: readonly Requirement[],
  after: readonly Requirement[],
): readonly RequirementChange[] {
  const now = new Map(after.map((entry) => [entry.id, entry]));
  const old = new Map(before.map((entry) => [entry.id, entry]));
  return [
    ...before.flatMap((entry) => {
      const next = now.get(entry.id);
      if (next) return differences(entry, next);
      return [{ id: entry.id, what: 'is not promised any more', before: entry.promise, after: '', isWeaker: true }];
    }),
    ...after
      .filter(({ id }) => !old.has(id))
      .map(({ id, promise }) => ({ id, what: 'is promised now', before: '', after: promise, isWeaker: false })),
  ];
}

function differences(before: Requirement, after: Requirement): readonly RequirementChange[] {
  return (['promise', 'threshold', 'status'] as const).flatMap((field) => {
    const [old = '', now = ''] = [before[field], after[field]];
    if (old === now) return [];
    return [{ id: before.id, what: FIELDS[field], before: old, after: now, isWeaker: isWeakened(field, old, now) }];
  });
}

const FIELDS = {
  promise: 'is worded differently',
  threshold: 'has another threshold',
  status: 'has another status',
} as const;

function isWeakened(field: keyof typeof FIELDS, before: string, after: string): boolean {
  if (field === 'status') return before === 'covered';
  if (field === 'threshold' && after === '') return true;
  return (
    (compareNumbers(before, after) ?? []).some(({ strength }) => strength === 'weaker') || bindsLess(before, after)
  );
}
