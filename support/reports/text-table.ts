/** Rows with the same kind of thing in the fields of one name, as tab-separated values: their names, then a line for each. */
export function table(rows: readonly object[]): string {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const lines = rows.map((row) => names.map((name) => cell(Reflect.get(row, name))));
  return [names.map(cell), ...lines].map((cells) => cells.join('\t')).join('\n');
}

/** The cells of such a text, the names first; undefined where a line has another number of them. */
export function parseTable(text: string): readonly (readonly string[])[] | undefined {
  const lines = text.split('\n').map((line) => line.split('\t'));
  return lines.length > 1 && lines.every((cells) => cells.length === lines[0]?.length) ? lines : undefined;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[\t\n\r]+/g, ' ');
}
