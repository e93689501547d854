import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractOperations } from '../drivers/contract-operations';
import { PROJECT } from '../environment/paths';
import { ACCESS, checkAccess } from '../specification/access-rules';
import { checkSpecification, type Specification } from '../specification/check';
import { parseFeature } from '../specification/feature-file';
import { capabilityOf } from '../specification/feature-rules';
import { readRequirements } from '../specification/requirements';
import { readTagList } from '../specification/tag-list';
import { showViolation } from '../specification/violation';
import { explain } from './report';

const REQUIREMENTS = 'docs/requirements.yaml';

/** Whether the features are written as agreed and the list of promises is true. Exit code 1 when not, with each place. */
function main(): number {
  const specification = load();
  const access = checkAccess(read(ACCESS), contractOperations());
  const violations = [...checkSpecification(specification), ...access];
  for (const violation of violations) console.log(showViolation(violation));
  console.log(violations.length > 0 ? `${violations.length} violations` : summary(specification));
  return violations.length > 0 ? 1 : 0;
}

/** @throws Error naming the file that cannot be read */
function load(): Specification {
  const features = globSync('features/**/*.feature', { cwd: PROJECT })
    .sort()
    .map((path) => named(path, () => parseFeature(path, read(path))));
  if (features.length === 0) throw new Error('features/ holds no feature, so nothing is specified');
  const readmes = features.map(({ path }) => `features/${capabilityOf(path)}/README.md`);
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  return {
    features,
    requirements: readRequirements(REQUIREMENTS, read(REQUIREMENTS)),
    tags: readTagList(read('docs/tagging.md')),
    readmes: new Set(readmes.filter((path) => existsSync(join(PROJECT, path)))),
    scripts: new Set(Object.keys(scripts)),
  };
}

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

function named<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function summary({ features, requirements }: Specification): string {
  const scenarios = features.reduce((sum, feature) => sum + feature.scenarios.length, 0);
  const { entries } = requirements;
  const covered = entries.filter(({ status }) => status === 'covered').length;
  return `${features.length} features, ${scenarios} scenarios, ${entries.length} requirements (${covered} covered, ${entries.length - covered} planned): well formed`;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
