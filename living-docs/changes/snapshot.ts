import { type Scenario as Parsed, parseFeature } from '../../support/specification/feature-file';
import { partsOf } from '../../support/specification/parts';
import { type Requirement, readRequirements } from '../../support/specification/requirements';

/** A scenario as its text stands, with what counts for a promise. */
export interface Promised {
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  readonly isDraft: boolean;
  readonly tags: readonly string[];
  readonly sentences: readonly PromisedSentence[];
}

export interface PromisedSentence {
  readonly kind: Parsed['steps'][number]['kind'];
  /** With its table, so that a changed row is a changed sentence. */
  readonly text: string;
}

/** The specification at one moment. */
export interface Snapshot {
  readonly scenarios: readonly Promised[];
  readonly requirements: readonly Requirement[];
  /** Features that were no Gherkin then. */
  readonly unreadable: readonly string[];
}

/** @param files texts by their paths */
export function takeSnapshot(files: ReadonlyMap<string, string>): Snapshot {
  const scenarios: Promised[] = [];
  const unreadable: string[] = [];
  for (const [uri, text] of files) {
    if (!uri.endsWith('.feature')) continue;
    try {
      scenarios.push(...scenariosIn(uri, text));
    } catch {
      unreadable.push(uri);
    }
  }
  const requirements = files.get('docs/requirements.yaml');
  return { scenarios, requirements: requirements ? entriesIn(requirements) : [], unreadable };
}

function entriesIn(source: string): readonly Requirement[] {
  try {
    return readRequirements('docs/requirements.yaml', source).entries;
  } catch {
    return [];
  }
}

function scenariosIn(uri: string, text: string): readonly Promised[] {
  const feature = parseFeature(uri, text);
  const parts = partsOf(feature.tree);
  const tables = tablesIn([...parts.scenarios, ...parts.backgrounds].flatMap(({ steps }) => steps));
  const examples = new Map(parts.scenarios.map((scenario) => [scenario.location.line, examplesOf(scenario)]));
  return feature.scenarios.map(({ name, line, tags, steps }) => ({
    name,
    uri,
    line,
    isDraft: tags.some((tag) => tag.text === '@wip'),
    tags: tags.map((tag) => tag.text),
    // An example is a promise of its own: one fewer proves less.
    sentences: [
      ...steps.map((step) => ({ kind: step.kind, text: step.text + (tables.get(step.line) ?? '') })),
      ...(examples.get(line) ?? []).map((row) => ({ kind: 'then' as const, text: row })),
    ],
  }));
}

type Rows = readonly { readonly cells: readonly { readonly value: string }[] }[];
type Steps = ReturnType<typeof partsOf>['scenarios'][number]['steps'];

function tablesIn(steps: Steps): ReadonlyMap<number, string> {
  return new Map(
    steps.flatMap(({ location, dataTable, docString }) => {
      const more = dataTable ? `\n${rowsOf(dataTable.rows).join('\n')}` : docString && `\n${docString.content}`;
      return more ? [[location.line, more] as const] : [];
    }),
  );
}

function examplesOf({ examples }: ReturnType<typeof partsOf>['scenarios'][number]): readonly string[] {
  return examples.flatMap(({ tableHeader, tableBody }) =>
    tableBody.map(({ cells }) =>
      cells.map(({ value }, index) => `${tableHeader?.cells[index]?.value ?? ''} ${value}`).join(', '),
    ),
  );
}

function rowsOf(rows: Rows): readonly string[] {
  return rows.map(({ cells }) => `| ${cells.map(({ value }) => value).join(' | ')} |`);
}
