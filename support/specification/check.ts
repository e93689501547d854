import { checkCoverage } from './coverage-rules';
import type { FeatureFile } from './feature-file';
import { checkFeature } from './feature-rules';
import { checkLayout } from './layout-rules';
import { checkOutlines } from './outline-rules';
import type { Requirements } from './requirements';
import { checkScenarios, checkTitles } from './scenario-rules';
import type { TagList } from './tag-list';
import { checkTags } from './tag-rules';
import { inOrder, type Violation } from './violation';
import { checkWording } from './wording-rules';

/** Everything that the rules look at. */
export interface Specification {
  readonly features: readonly FeatureFile[];
  readonly requirements: Requirements;
  readonly tags: TagList;
  /** Paths of the pages that explain a capability. */
  readonly readmes: ReadonlySet<string>;
  /** Names of npm scripts. */
  readonly scripts: ReadonlySet<string>;
}

/** All that is not as agreed, by file and line. */
export function checkSpecification(specification: Specification): readonly Violation[] {
  const { features, requirements, tags, readmes, scripts } = specification;
  return inOrder([
    ...requirements.violations,
    ...features.flatMap((feature) => [
      ...checkFeature(feature, readmes),
      ...checkScenarios(feature),
      ...checkTags(feature, tags),
      ...checkWording(feature),
      ...checkLayout(feature),
      ...checkOutlines(feature),
    ]),
    ...checkTitles(features),
    ...checkCoverage(features, requirements, scripts),
  ]);
}
