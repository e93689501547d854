import type { FeatureFile } from './feature-file';
import type { Requirement, Requirements } from './requirements';
import { isDraft, requirementsOf } from './tag-rules';
import type { Violation } from './violation';

/** What is said to be covered is proven by something that exists, and what scenarios prove is promised. @param scripts names of npm scripts */
export function checkCoverage(
  features: readonly FeatureFile[],
  { path, entries }: Requirements,
  scripts: ReadonlySet<string>,
): readonly Violation[] {
  const proven = provenBy(features);
  return [
    ...strangers(features, entries),
    ...twins(path, entries),
    ...entries.flatMap((entry) =>
      complaints(entry, proven.has(entry.id), scripts).map((each) => ({ path, line: entry.line, ...each })),
    ),
  ];
}

/** Ids that at least one scenario carries; a draft proves nothing. */
function provenBy(features: readonly FeatureFile[]): ReadonlySet<string> {
  const scenarios = features.flatMap((feature) => feature.scenarios).filter((scenario) => !isDraft(scenario));
  return new Set(scenarios.flatMap(requirementsOf).map(({ text }) => text));
}

function strangers(features: readonly FeatureFile[], entries: readonly Requirement[]): readonly Violation[] {
  const known = new Set(entries.map(({ id }) => id));
  return features.flatMap(({ path, scenarios }) =>
    scenarios.flatMap(requirementsOf).flatMap(({ text, line }) => {
      if (known.has(text)) return [];
      return [{ path, line, what: `Nobody promises ${text}`, allowed: 'an id of docs/requirements.yaml' }];
    }),
  );
}

function twins(path: string, entries: readonly Requirement[]): readonly Violation[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id, line }) => {
    const twin = seen.has(id);
    seen.add(id);
    return twin ? [{ path, line, what: `${id} is promised twice`, allowed: 'each id once' }] : [];
  });
}

function complaints(
  { id, status, proof, command, missing }: Requirement,
  proven: boolean,
  scripts: ReadonlySet<string>,
): readonly Pick<Violation, 'what' | 'allowed'>[] {
  const script = command?.replace('npm run ', '') ?? '';
  if (status === 'covered' && proof === 'scenario' && !proven)
    return [{ what: `${id} is covered, but no scenario carries @${id}`, allowed: 'a scenario, or the status planned' }];
  if (status === 'covered' && proof === 'command' && !scripts.has(script))
    return [{ what: `${id} is covered, but there is no "${command}"`, allowed: 'a script of package.json' }];
  if (status === 'planned' && proven && !missing)
    return [
      { what: `${id} is planned, but scenarios carry @${id}`, allowed: 'the status covered, or what is missing' },
    ];
  return [];
}
