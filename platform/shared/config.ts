import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

/** One paragraph for each setting that is missing or wrong. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/** Reads the configuration of a process; on a mistake says what is wrong on standard error and ends the process with code 2. */
export function readConfig<S extends z.ZodObject>(schema: S, environment: Environment = process.env): z.infer<S> {
  try {
    return parseConfig(schema, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** Throws a ConfigError that names each wrong setting, its value (unless it is a secret) and what is allowed. An empty value counts as not set. */
export function parseConfig<S extends z.ZodObject>(schema: S, environment: Environment): z.infer<S> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => mistake(String(issue.path[0]), given, issue.message)));
}

/** A setting that is understood by `read`, which answers undefined for what is not allowed. */
export function setting<T>(allowed: string, read: (text: string) => T | undefined) {
  return z.string({ error: allowed }).transform((text, context): T => {
    const value = read(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: allowed, input: text });
    return z.NEVER;
  });
}

export const port = setting('a whole number from 1 to 65535', (text) => wholeNumber(text, 1, 65535));

/** A port, or 0 for one that the system chooses. */
export const anyPort = setting('a whole number from 0 (the system chooses) to 65535', (text) =>
  wholeNumber(text, 0, 65535),
);

export const flag = setting('true or false', (text) => (text === 'true' ? true : text === 'false' ? false : undefined));

/** Positive decimal seconds. */
export const seconds = setting('a positive number of seconds, such as 30 or 0.5', (text) => {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : undefined;
});

export const logLevel = setting('one of trace, debug, info, warn, error, fatal', (text) =>
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].includes(text) ? text : undefined,
);

export function integer(minimum: number, maximum: number) {
  return setting(`a whole number from ${minimum} to ${maximum}`, (text) => wholeNumber(text, minimum, maximum));
}

/** An absolute URL of one of these protocols, such as `url('http', 'https')`. */
export function url(...protocols: readonly string[]) {
  const allowed = `an absolute URL that starts with ${protocols.map((name) => `${name}://`).join(' or ')}`;
  return setting(allowed, (text) => {
    const matches = URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1));
    return matches ? text : undefined;
  });
}

/** A secret of ours of at least so many characters: no example of a manual. */
export function secret(minimumLength: number) {
  return setting(`at least ${minimumLength} characters, at random`, (text) =>
    text.length < minimumLength || isGuessable(text) ? undefined : text,
  );
}

/** A secret that others have given, such as a cloud: what it looks like is theirs to decide. */
export const foreignSecret = setting('a secret of at least 1 character', (text) => text);

/** Whether a secret is made of few characters, or of the words that people put where they mean to put a secret later. */
export function isGuessable(text: string): boolean {
  return new Set(text).size < 8 || /secret|password|change.?me|default|example|insecure|qwert|123456789/i.test(text);
}

function wholeNumber(text: string, minimum: number, maximum: number): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}

function mistake(name: string, given: Readonly<Record<string, string>>, allowed: string): string {
  const value = given[name];
  if (value === undefined) return `${name} is not set. Allowed: ${allowed}.`;
  if (/SECRET|PASSWORD|KEY|TOKEN/.test(name))
    return `${name} has a wrong value, which is not shown. Allowed: ${allowed}.`;
  return `${name} is "${withoutPassword(value)}". Allowed: ${allowed}.`;
}

function withoutPassword(value: string): string {
  return value.replace(/(\/\/[^/:@]*):[^@]*@/, '$1:***@');
}
