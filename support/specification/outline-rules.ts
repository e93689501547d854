import type { Examples, Scenario } from '@cucumber/messages';
import type { FeatureFile } from './feature-file';
import { partsOf } from './parts';
import type { Violation } from './violation';

type Complaint = Pick<Violation, 'line' | 'what' | 'allowed'>;

/** An outline has rows, uses every column, and names no column that is not there. */
export function checkOutlines({ path, tree }: FeatureFile): readonly Violation[] {
  return partsOf(tree).scenarios.flatMap((scenario) => {
    const used = placeholders(scenario);
    const outline = used.size > 0 || scenario.keyword !== 'Scenario';
    if (!outline && scenario.examples.length === 0) return [];
    const complaints = [...rows(scenario), ...scenario.examples.flatMap((examples) => columns(examples, used))];
    return complaints.map((complaint) => ({ path, ...complaint }));
  });
}

/** The words in angle brackets; markup that a text quotes is none. */
function placeholders({ name, steps }: Scenario): ReadonlySet<string> {
  const cells = steps.flatMap(({ dataTable }) => dataTable?.rows.flatMap((row) => row.cells) ?? []);
  const texts = [name, ...steps.map(({ text }) => text), ...cells.map(({ value }) => value)];
  return new Set(texts.flatMap((text) => [...text.matchAll(/<([^<>=]+)>/g)].map(([, word]) => word ?? '')));
}

function rows({ location: { line }, examples, keyword }: Scenario): readonly Complaint[] {
  if (examples.every(({ tableBody }) => tableBody.length === 0))
    return [{ line, what: 'The outline has no examples, so it never runs', allowed: 'at least one row' }];
  if (keyword === 'Scenario') return [{ line, what: 'A scenario with examples', allowed: 'Scenario Outline:' }];
  return [];
}

function columns({ location: { line }, tableHeader }: Examples, used: ReadonlySet<string>): readonly Complaint[] {
  const names = tableHeader?.cells.map(({ value }) => value) ?? [];
  const idle = names.filter((name) => !used.has(name));
  const absent = [...used].filter((name) => !names.includes(name));
  return [
    ...idle.map((name) => ({ line, what: `Nobody uses the column "${name}"`, allowed: 'columns that a step names' })),
    ...absent.map((name) => ({
      line,
      what: `<${name}> has no column`,
      allowed: names.map((each) => `<${each}>`).join(' '),
    })),
  ];
}
