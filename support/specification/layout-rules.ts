import type { Examples, Step, TableRow, Tag } from '@cucumber/messages';
import type { FeatureFile } from './feature-file';
import { partsOf } from './parts';
import type { Violation } from './violation';

/** Spaces before what stands at a level; whatever a rule holds is one level deeper than the rule. */
const INDENT = { feature: 0, rule: 2, scenario: 4, step: 6, row: 8 } as const;

type Complaint = Pick<Violation, 'line' | 'what' | 'allowed'>;
type Located = Pick<Tag, 'location'>;

/** Two spaces a level, tables in columns, tags one space apart: no reader stumbles, and no change of layout hides another. */
export function checkLayout({ path, tree }: FeatureFile): readonly Violation[] {
  const { rules, scenarios, backgrounds } = partsOf(tree);
  const told = [...backgrounds, ...scenarios];
  const steps = told.flatMap((each) => each.steps);
  const examples = scenarios.flatMap((scenario) => scenario.examples);
  const tables = [...steps.map(rowsOfStep), ...examples.map(rowsOfExamples)];
  const complaints = [
    ...indented([tree], INDENT.feature),
    ...indented(rules, INDENT.rule),
    ...indented(told, INDENT.scenario),
    ...indented([...steps, ...examples], INDENT.step),
    ...indented(tables.flat(), INDENT.row),
    ...tables.flatMap(inColumns),
    ...told.flatMap((each) => repeated(each.steps)),
    ...[tree, ...rules, ...scenarios, ...examples].flatMap(({ tags, location }) => tagLine(tags, location.column)),
  ];
  return complaints.map((complaint) => ({ path, ...complaint }));
}

function indented(nodes: readonly Located[], spaces: number): readonly Complaint[] {
  return nodes.flatMap(({ location: { line, column = 1 } }) =>
    column === spaces + 1 ? [] : [{ line, what: `Indented by ${column - 1} spaces`, allowed: `${spaces} spaces here` }],
  );
}

function rowsOfStep({ dataTable }: Step): readonly TableRow[] {
  return dataTable?.rows ?? [];
}

function rowsOfExamples({ tableHeader, tableBody }: Examples): readonly TableRow[] {
  return tableHeader ? [tableHeader, ...tableBody] : [];
}

function inColumns(rows: readonly TableRow[]): readonly Complaint[] {
  const columns = ({ cells }: TableRow) => cells.map(({ location }) => location.column).join();
  const [first, ...rest] = rows;
  return rest
    .filter((row) => first && columns(row) !== columns(first))
    .map(({ location: { line } }) => ({
      line,
      what: 'The cells do not stand under each other',
      allowed: 'even columns',
    }));
}

function repeated(steps: readonly Step[]): readonly Complaint[] {
  return steps
    .filter(({ keyword }, index) => keyword === steps[index - 1]?.keyword && !['And ', 'But '].includes(keyword))
    .map(({ keyword, location: { line } }) => ({ line, what: `${keyword.trim()} twice in a row`, allowed: 'And' }));
}

/** Tags stand where their owner stands, one space apart, each once. */
function tagLine(tags: readonly Tag[], ownerColumn: number | undefined): readonly Complaint[] {
  const seen = new Set<string>();
  return tags.flatMap(({ name, location: { line, column } }, index) => {
    const before = tags[index - 1];
    const follows = before?.location.line === line;
    const expected = follows ? (before.location.column ?? 1) + before.name.length + 1 : ownerColumn;
    const twin = seen.has(name);
    seen.add(name);
    return [
      ...(column === expected
        ? []
        : [
            { line, what: `${name} does not stand in its place`, allowed: 'one space between tags, above their owner' },
          ]),
      ...(twin ? [{ line, what: `${name} stands here twice`, allowed: 'each tag once' }] : []),
    ];
  });
}
