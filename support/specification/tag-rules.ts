import type { FeatureFile, Line, Scenario } from './feature-file';
import { capabilityOf } from './feature-rules';
import { type TagList, tagsOf } from './tag-list';
import type { Violation } from './violation';

/** Tags that name a promise of docs/requirements.yaml. */
export const REQUIREMENT_TAG = /^@([A-Z]-\d+)$/;

/** The promises that a scenario says it proves, each with the line of its tag. */
export function requirementsOf({ tags }: Scenario): readonly Line[] {
  return tags.flatMap(({ text, line }) => {
    const id = REQUIREMENT_TAG.exec(text)?.[1];
    return id ? [{ text: id, line }] : [];
  });
}

export function isDraft({ tags }: Scenario): boolean {
  return tags.some(({ text }) => text === '@wip');
}

/** Tags come from the closed list; each scenario says what kind it is and what it proves. */
export function checkTags(feature: FeatureFile, list: TagList): readonly Violation[] {
  const { path, scenarios } = feature;
  return [
    ...unknown(feature, list),
    ...scenarios.flatMap((scenario) => [
      ...kind(path, scenario, tagsOf(list, 'kind')),
      ...purpose(path, scenario),
      ...draft(path, scenario),
    ]),
  ];
}

function unknown({ path, tags, scenarios }: FeatureFile, list: TagList): readonly Violation[] {
  const capability = `@${capabilityOf(path)}`;
  const onFeature = tags.filter(({ text }) => text !== capability);
  const inherited = new Set(tags);
  const below = new Set(scenarios.flatMap((scenario) => scenario.tags).filter((tag) => !inherited.has(tag)));
  return [...onFeature, ...below]
    .filter(({ text }) => !list.has(text) && !REQUIREMENT_TAG.test(text))
    .map(({ text, line }) => ({
      path,
      line,
      what: `${text} is not in the list of tags, or stands in the wrong place`,
      allowed: `${[...list.keys()].join(' ')}, a requirement like @C-2, and ${capability} on the feature`,
    }));
}

function kind(path: string, { line, tags }: Scenario, kinds: readonly string[]): readonly Violation[] {
  const own = tags.filter(({ text }) => kinds.includes(text)).map(({ text }) => text);
  if (own.length === 1) return [];
  return [
    { path, line, what: `The scenario is of ${own.join(' and ') || 'no'} kind`, allowed: `one of ${kinds.join(' ')}` },
  ];
}

function purpose(path: string, scenario: Scenario): readonly Violation[] {
  if (isDraft(scenario) || requirementsOf(scenario).length > 0) return [];
  const { line } = scenario;
  return [{ path, line, what: 'The scenario proves no requirement', allowed: 'at least one tag like @C-2' }];
}

function draft(path: string, scenario: Scenario): readonly Violation[] {
  const { line, description } = scenario;
  if (!isDraft(scenario) || (/\bowner:? \S+/i.test(description) && /\b\d{4}-\d\d-\d\d\b/.test(description))) return [];
  const allowed = 'a description like "Owner: Ada Lovelace, 2026-02-14"';
  return [{ path, line, what: 'A draft (@wip) without its owner or its date', allowed }];
}
