import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMessages, makeSourceEnvelope } from '@cucumber/gherkin';
import { type Envelope, IdGenerator, SourceMediaType } from '@cucumber/messages';
import { z } from 'zod';
import { readCatalogue } from '../defects/catalogue';
import { readRequirements } from '../support/specification/requirements';
import type { Surroundings } from './model/documentation';
import { readHistory } from './model/history';
import { readReadme } from './model/readmes';
import type { Guard } from './model/traceability';

/** Everything in the project that the pages need besides messages. What is not there yet is left out. */
export function readSurroundings(project: string): Surroundings {
  const requirements = textOf(project, 'docs/requirements.yaml');
  return {
    readmeOf: (folder) => readReadme(project, folder),
    cast: textOf(project, 'docs/cast.md'),
    requirements: requirements ? readRequirements('docs/requirements.yaml', requirements).entries : [],
    guards: guardsIn(project),
    history: readHistory(join(project, 'reports/history/runs.ndjson')),
  };
}

function textOf(project: string, path: string): string {
  const file = join(project, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const REPORT = z.object({
  defects: z.array(z.object({ id: z.string(), outcome: z.string() })),
});

/** The catalogue of seeded defects, and what became of those that were tried last. */
function guardsIn(project: string): readonly Guard[] {
  if (!existsSync(join(project, 'defects/catalogue'))) return [];
  const report = textOf(project, 'reports/defects.json');
  const tried = report ? REPORT.parse(JSON.parse(report)).defects : [];
  const outcomes = new Map(tried.map(({ id, outcome }) => [id, outcome]));
  return readCatalogue(project).map(({ id, title, requirement }) => ({
    id,
    title,
    requirement,
    outcome: outcomes.get(id),
  }));
}

/** What the features say that a run has told nothing of, as Cucumber would tell it: without them its filter would look like the whole. */
export function untold(project: string, told: Iterable<Envelope>): readonly Envelope[] {
  const known = new Set<string>();
  for (const { source } of told) if (source) known.add(source.uri);
  return globSync('features/**/*.feature', { cwd: project })
    .sort()
    .filter((uri) => !known.has(uri))
    .flatMap((uri) => messagesOf(uri, readFileSync(join(project, uri), 'utf8')));
}

/** A feature's tree and its scenarios. */
export function messagesOf(uri: string, text: string): readonly Envelope[] {
  const { source } = makeSourceEnvelope(text, uri);
  const options = { newId: IdGenerator.uuid(), includeGherkinDocument: true, includePickles: true };
  return generateMessages(source?.data ?? '', uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, options);
}

/** Features that read differently now than they did for the run. */
export function changedSince(project: string, told: Iterable<Envelope>): readonly string[] {
  return [...told].flatMap(({ source }) =>
    source && textOf(project, source.uri) !== source.data && source.uri.startsWith('features/') ? [source.uri] : [],
  );
}
