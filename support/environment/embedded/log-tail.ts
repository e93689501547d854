import { readFileSync } from 'node:fs';

/** The last lines of a log for a person: of JSON lines only level, message and error. */
export function lastLines(path: string, count = 12): string {
  const lines = read(path)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) return '  (it is empty)';
  return lines
    .slice(-count)
    .map((line) => `  ${readable(line).slice(0, 400)}`)
    .join('\n');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readable(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return line;
    const message = String(Reflect.get(entry, 'msg') ?? line);
    const error: unknown = Reflect.get(entry, 'err');
    const cause = typeof error === 'object' && error !== null ? `: ${Reflect.get(error, 'message')}` : '';
    return message.includes(cause.slice(2)) ? message : message + cause;
  } catch {
    return line;
  }
}
