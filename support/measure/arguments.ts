import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config';

/** An option whose value is a whole number. */
export interface NumberOption {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

/** What stood on a command line. */
export interface Given<Option extends string> {
  readonly numbers: Readonly<Record<Option, number>>;
  /** What is no option, in its order. */
  readonly words: readonly string[];
}

/**
 * Reads a command line of options with whole numbers (`--runs 20`), and of words where the command takes any.
 * @throws {ConfigurationError} naming what is wrong and what is allowed.
 */
export function readArguments<Option extends string>(
  given: readonly string[],
  options: Readonly<Record<Option, NumberOption>>,
  words: 'words' | 'no words' = 'no words',
): Given<Option> {
  const names = Object.keys(options) as Option[];
  const { values, positionals } = parsed(given, names);
  const [unwanted] = positionals;
  if (words === 'no words' && unwanted !== undefined)
    throw new ConfigurationError('The argument', unwanted, all(names));
  const numbers = names.map((name) => [name, wholeNumber(name, values[name], options[name])]);
  return { numbers: Object.fromEntries(numbers) as Record<Option, number>, words: positionals };
}

function parsed(given: readonly string[], names: readonly string[]) {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (cause) {
    const option = /'(-[^\s']*)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    throw new ConfigurationError('The option', option ?? given.join(' '), all(names));
  }
}

function wholeNumber(name: string, value: unknown, { least, most, otherwise }: NumberOption): number {
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new ConfigurationError(`--${name}`, String(value), `a whole number from ${least} to ${most}`);
}

function all(names: readonly string[]): string {
  return names.length === 0 ? 'no arguments at all' : names.map((name) => `--${name} <number>`).join(', ');
}
