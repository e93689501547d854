import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What explains a capability, in the words of those who made it. */
export interface Readme {
  readonly title: string;
  /** Markdown without the title. */
  readonly text: string;
  /** The whole sentences of the first paragraph, as one line of text without markup: one that goes on in a list is left out. */
  readonly summary: string;
}

/** Undefined where nobody has explained it. @param project folder that features/ stands in */
export function readReadme(project: string, capability: string): Readme | undefined {
  const file = join(project, 'features', capability, 'README.md');
  return existsSync(file) ? parseReadme(readFileSync(file, 'utf8')) : undefined;
}

export function parseReadme(source: string): Readme {
  const [, title = ''] = /^#\s+(.+)$/m.exec(source) ?? [];
  const text = source.replace(/^#\s+.+$/m, '').trim();
  const first = (text.split(/\n\s*\n/)[0] ?? '')
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]/g, '');
  const [whole = first] = /^.*[.!?](?= |$)/.exec(first) ?? [];
  return { title, text, summary: whole };
}

/** The rows under the heading of a table, or of the tables of a section. */
export function rowsUnder(source: string, heading: RegExp): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  let isInside = false;
  for (const line of source.split('\n')) {
    if (/^#/.test(line)) isInside = heading.test(line);
    if (isInside && /^\|/.test(line)) rows.push(cellsOf(line));
  }
  return rows.filter((cells, index) => !isRuler(cells) && !isRuler(rows[index + 1] ?? []));
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function isRuler(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell));
}
