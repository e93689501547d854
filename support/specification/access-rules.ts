import type { ContractOperation } from '../drivers/contract-operations';
import { accessTables, MARK, tableCalled } from './access-tables';
import type { Violation } from './violation';

/** Where features say who may do what. */
export const ACCESS = 'features/security/access.feature';

const ALLOWED = 'what the contract says; "npm run features:access" writes it';

/** Whatever the contract does not leave open to everybody stands in the tables of what is refused, and nothing else does. */
export function checkAccess(source: string, operations: readonly ContractOperation[]): readonly Violation[] {
  const path = ACCESS;
  const found = tablesIn(source);
  const wanted = accessTables(operations);
  const unnamed = operations.filter(({ summary }) => summary === '');
  return [
    ...unnamed.map(({ operationId }) => ({
      path: 'contracts/openapi.yaml',
      line: 1,
      what: `Nothing says in business words what ${operationId} does`,
      allowed: 'a summary',
    })),
    ...Object.keys(wanted)
      .filter((name) => !found.some((table) => table.name === name))
      .map((name) => ({ path, line: 1, what: `There is no table of ${name}`, allowed: ALLOWED })),
    ...found.flatMap(({ name, line, rows }) =>
      differences(rows, tableCalled(name, wanted)).map((what) => ({
        path,
        line,
        what: `${what} ${name}`,
        allowed: ALLOWED,
      })),
    ),
  ];
}

interface Table {
  readonly name: string;
  readonly line: number;
  readonly rows: readonly (readonly string[])[];
}

function tablesIn(source: string): readonly Table[] {
  const lines = source.split('\n');
  return lines.flatMap((text, index) => {
    const name = MARK.exec(text)?.[1];
    if (name === undefined) return [];
    const after = lines.slice(index + 1);
    const end = after.findIndex((line) => !/^\s*\|/.test(line));
    return [{ name, line: index + 1, rows: after.slice(0, end < 0 ? after.length : end).map(cells) }];
  });
}

function cells(row: string): readonly string[] {
  return row
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

function differences(found: readonly (readonly string[])[], wanted: readonly (readonly string[])[]): readonly string[] {
  const [have, want] = [found, wanted].map((rows) => rows.map((row) => row.join(', '))) as [string[], string[]];
  return [
    ...want.filter((row) => !have.includes(row)).map((row) => `"${row}" is missing in the table of`),
    ...have.filter((row) => !want.includes(row)).map((row) => `"${row}" stands without reason in the table of`),
  ];
}
