import { loadSources } from '@cucumber/cucumber/api';
import { ConfigurationError } from '../support/config';
import { DISRUPTIVE, REAL_ACCOUNT } from '../support/scheduling';
import type { Defect } from './defect';

/** A scenario and where it stands: path:line. */
export interface Placed {
  readonly title: string;
  readonly location: string;
  /** Whether it ends processes, and has an environment of its own for that. */
  readonly isDisruptive: boolean;
}

/** All scenarios of the features that can run anywhere, outlines with their examples filled in. @throws {ConfigurationError} when one cannot be read */
export async function scenariosOf(project: string): Promise<readonly Placed[]> {
  const all = await placesOf(project, ANYWHERE);
  const disruptive = await placesOf(project, `${ANYWHERE} and ${DISRUPTIVE}`);
  const locations = new Set(disruptive.map(({ location }) => location));
  return all.map((place) => ({ ...place, isDisruptive: locations.has(place.location) }));
}

/** Nobody lets a seeded defect near a real account. */
const ANYWHERE = `not @wip and not ${REAL_ACCOUNT}`;

async function placesOf(cwd: string, tagExpression: string): Promise<readonly Omit<Placed, 'isDisruptive'>[]> {
  const { plan, errors } = await loadSources(
    { defaultDialect: 'en', paths: ['features/**/*.feature'], names: [], tagExpression, order: 'defined' },
    { cwd },
  );
  const [error] = errors;
  if (error) throw new ConfigurationError(`${error.uri}:${error.location.line}`, error.message, 'Gherkin');
  return plan.map(({ name, uri, location }) => ({ title: name, location: `${uri}:${location.line}` }));
}

/** Where the scenarios stand that have to fail. @throws {ConfigurationError} unless exactly one has each title */
export function expectedOf(defect: Defect, scenarios: readonly Placed[]): readonly Placed[] {
  return defect.caughtBy.map((title) => placeOf(title, defect, scenarios));
}

function placeOf(wanted: string, defect: Defect, scenarios: readonly Placed[]): Placed {
  const [found, ...others] = scenarios.filter(({ title }) => title === wanted);
  if (found && others.length === 0) return found;
  const count = found ? `${others.length + 1} scenarios have` : 'no scenario has';
  throw new ConfigurationError(
    `caught_by in defects/catalogue/${defect.id}.yaml`,
    wanted,
    `the title of one scenario, but ${count} this one`,
  );
}
