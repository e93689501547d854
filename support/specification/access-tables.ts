import type { ContractOperation } from '../drivers/contract-operations';

/** By name, what the tables have to hold that say who may do what: the contract's operations in business words. */
export type AccessTables = Readonly<Record<string, readonly (readonly string[])[]>>;

/** Stands before each table that is written from the contract. */
export const MARK = /^\s*# Written by "npm run features:access": (.+)$/;

/** What only an agent may do is tried with each of these. */
const KEYS = ['no agent key', 'a wrong agent key', "a customer's token instead of the agent key"];

/** Ids of what has to be worked out for a customer before it can be there. */
const WORKED_OUT = /analysis|recommendation|optimization|resolution/;

export function accessTables(operations: readonly ContractOperation[]): AccessTables {
  const withToken = operations.filter(({ guard }) => guard === 'bearer');
  const owned = withToken.filter((operation) => idsOf(operation).length > 0);
  const isWorkedOut = (operation: ContractOperation) => idsOf(operation).some((id) => WORKED_OUT.test(id));
  return {
    'what needs a token': [['act'], ...acts(withToken)],
    'what needs the agent key': [
      ['credential', 'act'],
      ...operations
        .filter(({ guard }) => guard === 'agentKey')
        .flatMap(({ summary }) => KEYS.map((key) => [key, summary])),
    ],
    'what concerns one customer': acts(owned.filter((operation) => !isWorkedOut(operation))),
    'what was worked out for one customer': acts(owned.filter(isWorkedOut)),
    'what only the operator may do': acts(withToken.filter(({ onlyFor }) => onlyFor === 'operator')),
    'what only the customer may do': acts(
      withToken.filter((operation) => operation.onlyFor === 'customer' && !isWorkedOut(operation)),
    ),
  };
}

/** Names of the ids of things that a request has to name, in its path or in what it sends. */
export function idsOf({ parameters, body }: ContractOperation): readonly string[] {
  const sent = Object.keys(body?.properties ?? {});
  return [...parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name), ...sent].filter((name) =>
    /_ids?$/.test(name),
  );
}

/** The text of a feature with its tables as the contract wants them. @throws RangeError naming a table that is not known */
export function withAccessTables(source: string, tables: AccessTables): string {
  const lines: string[] = [];
  let isInTable = false;
  for (const line of source.split('\n')) {
    if (isInTable && /^\s*\|/.test(line)) continue;
    lines.push(line);
    const name = MARK.exec(line)?.[1];
    isInTable = name !== undefined;
    if (name !== undefined) lines.push(...written(tableCalled(name, tables), /^\s*/.exec(line)?.[0] ?? ''));
  }
  return lines.join('\n');
}

export function tableCalled(name: string, tables: AccessTables): readonly (readonly string[])[] {
  const table = tables[name];
  if (table) return table;
  throw new RangeError(`"${name}" is no table. There are ${Object.keys(tables).join(', ')}`);
}

function acts(operations: readonly ContractOperation[]): readonly (readonly string[])[] {
  return operations.map(({ summary }) => [summary]);
}

function written(rows: readonly (readonly string[])[], indent: string): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${indent}| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}
