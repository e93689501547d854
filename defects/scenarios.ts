import { loadSources } from '@cucumber/cucumber/api';
import { ConfigurationError } from '../support/config';
import type { Defect } from './defect';

/** A scenario and where it stands: path:line. */
export interface Placed {
  readonly title: string;
  readonly location: string;
}

/** All scenarios of the features, outlines with their examples filled in. @throws {ConfigurationError} when one cannot be read */
export async function scenariosOf(project: string): Promise<readonly Placed[]> {
  const { plan, errors } = await loadSources(
    { defaultDialect: 'en', paths: ['features/**/*.feature'], names: [], tagExpression: 'not @wip', order: 'defined' },
    { cwd: project },
  );
  const [error] = errors;
  if (error) throw new ConfigurationError(`${error.uri}:${error.location.line}`, error.message, 'Gherkin');
  return plan.map(({ name, uri, location }) => ({ title: name, location: `${uri}:${location.line}` }));
}

/** Where the scenario stands that has to fail. @throws {ConfigurationError} unless exactly one has the title */
export function expectedOf(defect: Defect, scenarios: readonly Placed[]): Placed {
  const [found, ...others] = scenarios.filter(({ title }) => title === defect.caughtBy);
  if (found && others.length === 0) return found;
  const count = found ? `${others.length + 1} scenarios have` : 'no scenario has';
  throw new ConfigurationError(
    `caught_by in defects/catalogue/${defect.id}.yaml`,
    defect.caughtBy,
    `the title of one scenario, but ${count} this one`,
  );
}
