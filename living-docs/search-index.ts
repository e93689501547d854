import MiniSearch from 'minisearch';
import type { Documentation } from './model/documentation';
import type { Scenario } from './model/scenario';
import { unwrapped } from './views/feature';

/** What is found, and what of it is searched. */
interface Entry {
  readonly id: number;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly about: string;
  /** One space between; absent where it is no scenario. */
  readonly tags?: string;
}

const OPTIONS = {
  fields: ['title', 'text'],
  storeFields: ['title', 'href', 'about', 'tags'],
  searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' as const },
};

/** A script that gives the page its index: a page on disk cannot fetch one. */
export function searchIndex(documentation: Documentation): string {
  const engine = new MiniSearch<Entry>(OPTIONS);
  engine.addAll(entriesOf(documentation).map((entry, id) => ({ id, ...entry })));
  const data = JSON.stringify({ index: engine, options: OPTIONS });
  return `globalThis.LIVING_DOCS = ${data};\n`;
}

function entriesOf({ run, capabilities, glossary, traceability }: Documentation): readonly Omit<Entry, 'id'>[] {
  return [
    ...run.features.flatMap((feature) =>
      feature.scenarios.map((scenario) => entryOf(scenario, feature.id, feature.name)),
    ),
    ...run.features.map(({ id, name, description }) => ({
      title: name,
      text: unwrapped(description),
      href: `features/${id}.html`,
      about: 'Feature',
    })),
    ...capabilities.map(({ id, name, readme }) => ({
      title: name,
      text: readme?.summary ?? '',
      href: `capabilities/${id}.html`,
      about: 'Capability',
    })),
    ...glossary.map(({ id, word, meaning }) => ({
      title: word,
      text: meaning,
      href: `glossary.html#${id}`,
      about: 'Glossary',
    })),
    ...traceability.entries.map(({ requirement: { id, promise } }) => ({
      title: `${id} ${promise}`,
      text: '',
      href: `requirements.html#${id}`,
      about: 'Requirement',
    })),
  ];
}

function entryOf(scenario: Scenario, feature: string, featureName: string): Omit<Entry, 'id'> {
  return {
    title: scenario.name,
    text: scenario.steps.map(({ text }) => text).join('\n'),
    href: `features/${feature}.html#${scenario.id}`,
    about: `${featureName} · ${scenario.status}`,
    tags: scenario.tags.join(' '),
  };
}
