import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IFilterablePickle, loadConfiguration, loadSources } from '@cucumber/cucumber/api';
import { generateMessages } from '@cucumber/gherkin';
import {
  type Envelope,
  type GherkinDocument,
  IdGenerator,
  type Location,
  type Pickle,
  SourceMediaType,
} from '@cucumber/messages';
import { PROJECT } from '../environment/paths';

/** Remembers what Cucumber tells of the features while it reads them. */
export class Told {
  readonly #documents = new Map<string, GherkinDocument>();
  readonly #pickles = new Map<string, Pickle>();

  take({ gherkinDocument, pickle }: Envelope): void {
    if (gherkinDocument?.uri) this.#documents.set(gherkinDocument.uri, gherkinDocument);
    if (pickle) this.#pickles.set(`${pickle.uri}:${pickle.location?.line}`, pickle);
  }

  /** The scenario at a place, as plugins of Cucumber hand it on. */
  at(uri: string, location: Location): readonly IFilterablePickle[] {
    const [gherkinDocument, pickle] = [this.#documents.get(uri), this.#pickles.get(`${uri}:${location.line}`)];
    return gherkinDocument && pickle ? [{ gherkinDocument, pickle, location }] : [];
  }
}

export interface Selection {
  /** As given: "2/4"; empty without. */
  readonly shard: string;
  /** Scenarios that a run would side by side. */
  readonly lanes: number;
  readonly places: readonly { readonly uri: string; readonly location: Location }[];
}

/** What a command line of Cucumber selects, all shards together, in the order of the features. */
export async function selectionOf(given: readonly string[]): Promise<Selection> {
  const { runConfiguration, useConfiguration } = await loadConfiguration({ provided: [...given] });
  const { plan } = await loadSources({ ...runConfiguration.sources, order: 'defined' });
  return { shard: useConfiguration.shard, lanes: Math.max(useConfiguration.parallel, 1), places: plan };
}

/** Every scenario that a run of everything would run, in the order of the features. */
export async function wholeSuite(): Promise<{
  readonly lanes: number;
  readonly scenarios: readonly IFilterablePickle[];
}> {
  const told = new Told();
  for (const envelope of suiteMessages()) told.take(envelope);
  const { lanes, places } = await selectionOf([]);
  return { lanes, scenarios: places.flatMap(({ uri, location }) => told.at(uri, location)) };
}

/** What Cucumber tells of all features while it reads them. */
export function suiteMessages(): readonly Envelope[] {
  return globSync('features/**/*.feature', { cwd: PROJECT }).sort().flatMap(messagesOf);
}

function messagesOf(uri: string): readonly Envelope[] {
  const text = readFileSync(join(PROJECT, uri), 'utf8');
  const options = { newId: IdGenerator.uuid(), includeGherkinDocument: true, includePickles: true };
  return generateMessages(text, uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, options);
}
