import { ConfigurationError } from '../support/config';

/** How often a word may follow an option. */
type Words = 'none' | 'one' | 'any' | 'some';

/** Options with the words that follow them: "--from a.ndjson b.ndjson --book portal". */
export type Options<Name extends string> = Readonly<Record<Name, Words>>;

/**
 * Reads a command line; an option that was not given is undefined.
 * @throws {ConfigurationError} naming what is wrong and what is allowed
 */
export function readOptions<Name extends string>(
  given: readonly string[],
  options: Options<Name>,
): Readonly<Partial<Record<Name, readonly string[]>>> {
  const found: Partial<Record<string, string[]>> = {};
  let current: string | undefined;
  for (const word of given) {
    if (word.startsWith('--')) {
      current = word.slice(2);
      if (!Object.hasOwn(options, current)) throw new ConfigurationError('The option', word, allowed(options));
      found[current] ??= [];
    } else if (current === undefined) throw new ConfigurationError('The argument', word, allowed(options));
    else found[current]?.push(word);
  }
  for (const [name, words] of Object.entries(found))
    if (!fits(options[name as Name], words?.length ?? 0))
      throw new ConfigurationError(`--${name}`, words?.join(' '), shown(name, options[name as Name]));
  return found as Partial<Record<Name, readonly string[]>>;
}

function fits(words: Words, count: number): boolean {
  return { none: count === 0, one: count === 1, any: true, some: count > 0 }[words];
}

function allowed<Name extends string>(options: Options<Name>): string {
  return Object.entries<Words>(options)
    .map(([name, words]) => shown(name, words))
    .join(', ');
}

function shown(name: string, words: Words): string {
  return `--${name}${{ none: '', one: ' <word>', any: ' [word …]', some: ' <word …>' }[words]}`;
}
