/** Text as it is, where GitHub shows Markdown: titles and messages come from whoever wrote the change. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#&]/g, '\\$&').replace(/\r?\n/g, '<br>');
}

/** A path or a command. */
export function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}

/** Entries of a list that nobody reads to its end, and that must not grow beyond what GitHub takes. */
const MOST = 50;

export function list(entries: readonly string[]): readonly string[] {
  const more = entries.length - MOST;
  return [...entries.slice(0, MOST), ...(more > 0 ? [`- … and ${more} more, in the documentation`] : [])];
}

/** A heading with what stands under it; nothing where nothing would. */
export function section(heading: string, lines: readonly string[], lead: readonly string[] = []): readonly string[] {
  return lines.length > 0 ? ['', `### ${heading}`, '', ...lead, ...lines] : [];
}
