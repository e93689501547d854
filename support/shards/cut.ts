import type { IFilterablePickle } from '@cucumber/cucumber/api';
import { isAlone, isDisruptive } from '../scheduling';
import { balance, type Manner, type Weighed } from './balance';
import { type Durations, durationOf } from './durations';

/** One of so many parts, counted from 1. */
export interface Part {
  readonly index: number;
  readonly total: number;
}

/** @param text as Cucumber's option --shard takes it: "2/4" */
export function partOf(text: string): Part {
  const [index = 1, total = 1] = text.split('/').map(Number);
  return { index, total };
}

/** What everybody who cuts shards has to agree on. */
export interface Measures {
  readonly durations: Durations;
  /** Scenarios that a shard runs side by side. */
  readonly lanes: number;
}

/** That part of a selection, in the selection's order, such that all parts take about as long. */
export function cut(
  selection: readonly IFilterablePickle[],
  { index, total }: Part,
  { durations, lanes }: Measures,
): readonly IFilterablePickle[] {
  const own = balance(weigh(selection, durations), total, lanes)[index - 1];
  const names = new Set(own?.scenarios.map(({ name }) => name));
  return selection.filter((each) => names.has(nameOf(each)));
}

/** Scenarios with what they are expected to take. */
export function weigh(selection: readonly IFilterablePickle[], durations: Durations): readonly Weighed[] {
  return selection.map((each) => ({
    name: nameOf(each),
    manner: mannerOf(each),
    milliseconds: durationOf(durations, each.pickle.name),
  }));
}

/** Cucumber's own part of it: every so many. */
export function byTurns(selection: readonly IFilterablePickle[], { index, total }: Part): readonly IFilterablePickle[] {
  return selection.filter((_, place) => place % total === index - 1);
}

/** Titles are said once in the suite, but nobody has promised that here. */
function nameOf({ pickle, location }: IFilterablePickle): string {
  return `${pickle.name} ${pickle.uri}:${location.line}`;
}

function mannerOf({ pickle }: IFilterablePickle): Manner {
  if (isAlone(pickle)) return 'alone';
  return isDisruptive(pickle) ? 'one at a time' : 'side by side';
}
