import type { FeatureFile } from './feature-file';
import type { Violation } from './violation';

/** The business capability that a feature belongs to: its folder under features/. Empty when it stands in none. */
export function capabilityOf(path: string): string {
  const [, capability, file] = path.split('/');
  return capability && file ? capability : '';
}

/** A feature says why it matters, belongs to a capability, and the capability is explained. @param readmes paths of the explanations */
export function checkFeature(feature: FeatureFile, readmes: ReadonlySet<string>): readonly Violation[] {
  const { path, line, description, tags, scenarios } = feature;
  const capability = capabilityOf(path);
  const readme = `features/${capability}/README.md`;
  const complaints: readonly [boolean, string, string][] = [
    [description === '', 'The feature does not say why it matters', 'two or three lines of prose under its title'],
    [scenarios.length === 0, 'The feature has no scenario', 'at least one'],
    [capability === '', 'The feature belongs to no capability', 'features/<capability>/<name>.feature'],
    [
      capability !== '' && !tags.some(({ text }) => text === `@${capability}`),
      'The feature does not carry the tag of its folder',
      `@${capability} above its title`,
    ],
    [capability !== '' && !readmes.has(readme), `${readme} is missing`, 'a page in business language per capability'],
  ];
  return complaints.filter(([broken]) => broken).map(([, what, allowed]) => ({ path, line, what, allowed }));
}
