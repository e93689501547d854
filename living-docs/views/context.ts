import type { Documentation } from '../model/documentation';
import type { Scenario } from '../model/scenario';
import { drawings } from './drawings';
import type { Drawing, Shelf } from './evidence';
import { Marker } from './terms';

/** What the views need besides what they show. */
export interface Context {
  readonly documentation: Documentation;
  readonly shelf: Shelf;
  readonly drawings: ReadonlyMap<string, Drawing>;
  /** From the page to the site's folder. */
  readonly up: string;
  readonly marker: Marker;
  /** Address of the page that each feature stands on, by its path. */
  readonly featureOf: ReadonlyMap<string, string>;
}

export function contextOf(documentation: Documentation, shelf: Shelf, up: '' | '../'): Context {
  const features = documentation.run.features;
  return {
    documentation,
    shelf,
    drawings,
    up,
    marker: new Marker(documentation.glossary, up),
    featureOf: new Map(features.map(({ uri, id }) => [uri, `features/${id}.html`])),
  };
}

/** Where a scenario stands, from the page of the context. */
export function hrefOf({ uri, id }: Scenario, { featureOf, up }: Context): string {
  return `${up}${featureOf.get(uri)}#${id}`;
}
