import { ConfigurationError } from '../config';
import { EnvironmentError } from '../environment/environment';
import { NotInTime } from '../eventually';

/** Exit code for a mistake in the settings or an environment that cannot be had; 1 means that something was found wrong. */
export const CANNOT_RUN = 2;

/** What a command says about a failure: a paragraph where a person can correct it, else everything there is. */
export function explain(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof EnvironmentError || error instanceof NotInTime) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Columns under their headings, two spaces between. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
