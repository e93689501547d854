import type { IFormatterOptions } from '@cucumber/cucumber';
import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import { dryRun } from '../reports/dry-run';
import { type Sentence, showVocabulary } from '../reports/vocabulary';
import { explain } from './report';

/** Where Cucumber keeps the step definitions: its published types show them to formatters only. */
type Library = IFormatterOptions['supportCodeLibrary'];

/** Prints the sentences that features can be written with, each with its place and its uses. A draft's use is one, too. */
async function main(): Promise<void> {
  const uses = new Uses();
  const library = await dryRun((envelope) => uses.take(envelope));
  console.log(showVocabulary(definitionsIn(library).map((definition) => sentenceOf(definition, uses))));
}

/** Counts in a dry run's messages where each step definition is used. */
class Uses {
  readonly #places = new Map<string, string>();
  readonly #uses = new Map<string, Set<string>>();

  of(definitionId: string): number {
    return this.#uses.get(definitionId)?.size ?? 0;
  }

  take({ pickle, testCase }: Envelope): void {
    for (const { id, astNodeIds } of pickle?.steps ?? []) this.#places.set(id, astNodeIds[0] ?? id);
    for (const { pickleStepId, stepDefinitionIds } of testCase?.testSteps ?? [])
      for (const id of stepDefinitionIds ?? []) this.#count(id, this.#places.get(pickleStepId ?? '') ?? '');
  }

  #count(definitionId: string, place: string): void {
    this.#uses.set(definitionId, (this.#uses.get(definitionId) ?? new Set()).add(place));
  }
}

function definitionsIn(library: ISupportCodeLibrary): Library['stepDefinitions'] {
  if (!('stepDefinitions' in library)) throw new Error('This version of Cucumber does not show its step definitions');
  return (library as unknown as Library).stepDefinitions;
}

function sentenceOf(definition: Library['stepDefinitions'][number], uses: Uses): Sentence {
  const { id, keyword, pattern, uri, line } = definition;
  return { keyword, text: String(pattern), location: `${uri}:${line}`, uses: uses.of(id) };
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
