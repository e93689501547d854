import type { ChdbInsert } from './chdb.ts';
import { exception } from './exceptions.ts';

/** An `INSERT … FORMAT name` with its rows, taken apart. */
export interface InlineInsert {
  /** The statement up to and including the format's name. */
  readonly header: string;
  readonly format: string;
  /** The rows, free of blank lines. */
  readonly rows: Buffer;
  /** The same for the engine's raw insert, which reports written rows; undefined where only SQL can express it. */
  readonly raw: ChdbInsert | undefined;
}

/**
 * Takes an INSERT with inline rows apart; undefined for any other statement.
 *
 * The engine ends inline data at the first blank line and runs what follows as further statements, so blank lines have
 * to go before it sees them.
 * @throws {ClickHouseException} NOT_IMPLEMENTED for formats that cannot be passed inline, and for blank lines in formats
 * where they mean a row.
 */
export function parseInlineInsert(sql: Buffer): InlineInsert | undefined {
  const match = INSERT_HEADER.exec(sql.toString('latin1', 0, HEADER_LIMIT));
  const format = match?.[1];
  if (match === null || format === undefined || OTHER_SOURCE.test(match[0])) return undefined;
  if (!TEXT_FORMAT.test(format)) {
    throw exception('NOT_IMPLEMENTED', `Format ${format} cannot be inserted here; use a JSON, CSV or TSV format`);
  }
  const header = sql.toString('utf8', 0, match[0].length).trim();
  const rows = withoutBlankLines(sql.subarray(match[0].length), format);
  return { header, format, rows, raw: rawInsert(header, format, rows) };
}

const HEADER_LIMIT = 65_536;
const INSERT_HEADER = /^\s*INSERT\s+INTO\s[\s\S]*?\bFORMAT\s+(\w+)(?:\s|$)/i;
const OTHER_SOURCE = /\b(?:SELECT|VALUES\s*\(|WITH|INFILE)\b/i;
const TEXT_FORMAT = /^(?:JSON|CSV|TSV|TabSeparated|TSKV)/i;
const RAW_FORMATS = ['JSONEachRow', 'JSONCompactEachRow', 'CSV', 'CSVWithNames', 'TSV', 'TabSeparated'];
const NAME = '(?:`\\w+`|\\w+)';
const RAW_HEADER = new RegExp(
  `^INSERT\\s+INTO\\s+(?:TABLE\\s+)?(${NAME}(?:\\.${NAME})?)\\s*(?:\\((\\s*${NAME}(?:\\s*,\\s*${NAME})*\\s*)\\)\\s*)?FORMAT\\s`,
  'i',
);

function withoutBlankLines(data: Buffer, format: string): Buffer {
  const text = data.toString('utf8').replace(/^(?:[ \t\r]*\n)+|(?:\r?\n[ \t\r]*)+$/g, '');
  if (!/\n[ \t\r]*\n/.test(text)) return Buffer.from(text);
  if (!format.startsWith('JSON')) {
    throw exception('NOT_IMPLEMENTED', `A blank line inside ${format} data cannot be passed to the embedded engine`);
  }
  return Buffer.from(text.replace(/\n(?:[ \t\r]*\n)+/g, '\n'));
}

function rawInsert(header: string, format: string, rows: Buffer): ChdbInsert | undefined {
  const match = RAW_HEADER.exec(header);
  const table = match?.[1];
  if (table === undefined || !RAW_FORMATS.includes(format)) return undefined;
  const columns = match?.[2]?.split(',').map((name) => unquoted(name.trim()));
  return { table: unquoted(table), format, values: rows, ...(columns && { columns }) };
}

function unquoted(name: string): string {
  return name.replaceAll('`', '');
}
