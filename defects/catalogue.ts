import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../support/config';
import { readRequirements } from '../support/specification/requirements';
import { type Defect, readDefect, withDefect } from './defect';

/**
 * All defects of a project, in the order of their ids.
 * @param project the project's folder.
 * @throws {ConfigurationError} for the first that is malformed.
 */
export function readCatalogue(project: string): readonly Defect[] {
  const folder = join(project, 'defects/catalogue');
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort();
  return ids.map((id) => readDefect(id, readFileSync(join(folder, `${id}.yaml`), 'utf8')));
}

/** @throws {ConfigurationError} for the first defect that does not fit its file, or breaks what nobody promised */
export function assertFit(project: string, defects: readonly Defect[]): void {
  const promised = promisesOf(project);
  for (const defect of defects) {
    withDefect(fileOf(project, defect), defect);
    assertPromised(defect, promised);
  }
}

/** Those that were asked for; all when none was. @throws {ConfigurationError} naming the ones that there are */
export function choose(defects: readonly Defect[], ids: readonly string[]): readonly Defect[] {
  const known = defects.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new ConfigurationError('The defect', unknown, known.join(', '));
  return ids.length === 0 ? defects : defects.filter(({ id }) => ids.includes(id));
}

function fileOf(project: string, { id, file }: Defect): string {
  const path = join(project, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new ConfigurationError(`file in defects/catalogue/${id}.yaml`, file, 'a file that exists');
}

function promisesOf(project: string): readonly string[] {
  const path = 'docs/requirements.yaml';
  return readRequirements(path, readFileSync(join(project, path), 'utf8')).entries.map((entry) => entry.id);
}

function assertPromised({ id, requirement }: Defect, promised: readonly string[]): void {
  if (promised.includes(requirement)) return;
  const option = `requirement in defects/catalogue/${id}.yaml`;
  throw new ConfigurationError(option, requirement, 'an id of docs/requirements.yaml');
}
