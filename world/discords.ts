import type { Resolution } from './conflicts';
import { wordsFor } from './words';

/** How features call the ways in which offers stand in each other's way. */
const DISCORDS: Readonly<Record<string, Resolution['conflict_types'][number]>> = {
  'the same machines': 'resource',
  'one undoes the other': 'action',
  'one needs the other first': 'dependency',
  'the same deployment at the same time': 'timing',
  'an agent objects': 'objection',
};

/** What features call a kind of conflict. @throws Error for one that they have no words for */
export function discordWords(type: Resolution['conflict_types'][number]): string {
  return wordsFor(DISCORDS, type);
}
