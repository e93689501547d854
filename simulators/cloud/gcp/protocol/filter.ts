import { invalid } from './errors.ts';

const token = /\s*(?:(\(|\)|!=|=|:|,)|"((?:[^"\\]|\\.)*)"|([^\s()!=:,"]+))/y;

/** A word or a sign of a filter; a word in quotes is never a keyword. */
interface Token {
  readonly sign: string;
  readonly word: string | undefined;
  readonly isQuoted: boolean;
}

/** Whether a resource, as the API shows it, passes a filter. */
export type Test = (resource: unknown) => boolean;

/**
 * Google's filters, as far as they compare fields: `status = RUNNING`, `labels.team != "ml"`, `labels.team:*`,
 * `resource.labels.instance_id = one_of("1", "2")`, joined by AND or by nothing, in brackets or not.
 *
 * @throws GoogleError for anything else
 */
export function filterOf(text: string | undefined): Test {
  if (!text?.trim()) return () => true;
  const reader = new FilterReader(text);
  const test = reader.conjunction();
  if (reader.next) throw reader.mistake();
  return test;
}

class FilterReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = this.#read();
  }

  get next(): Token | undefined {
    return this.#tokens[this.#position];
  }

  mistake(): Error {
    return invalid(`Invalid value for field 'filter': '${this.#text}'. Invalid list filter expression.`);
  }

  conjunction(): Test {
    const tests = [this.#term()];
    while (this.next && this.next.sign !== ')') {
      if (this.next.word === 'AND' && !this.next.isQuoted) this.#position += 1;
      tests.push(this.#term());
    }
    return (resource) => tests.every((passes) => passes(resource));
  }

  #term(): Test {
    if (this.next?.sign !== '(') return this.#comparison();
    this.#position += 1;
    const inner = this.conjunction();
    this.#sign(')');
    return inner;
  }

  #comparison(): Test {
    const field = this.#word();
    const operator = this.#sign('=', '!=', ':');
    if (operator === ':') {
      if (this.#word() !== '*') throw this.mistake();
      return (resource) => fieldOf(resource, field) !== undefined;
    }
    const wanted = this.#values();
    return (resource) => wanted.includes(String(fieldOf(resource, field) ?? '')) === (operator === '=');
  }

  #values(): readonly string[] {
    const { next } = this;
    const value = this.#word();
    if (value !== 'one_of' || next?.isQuoted) return [value];
    this.#sign('(');
    const values = [this.#word()];
    while (this.#sign(',', ')') === ',') values.push(this.#word());
    return values;
  }

  #word(): string {
    const word = this.next?.word;
    if (word === undefined) throw this.mistake();
    this.#position += 1;
    return word;
  }

  #sign(...allowed: readonly string[]): string {
    const sign = this.next?.sign ?? '';
    if (!allowed.includes(sign)) throw this.mistake();
    this.#position += 1;
    return sign;
  }

  #read(): readonly Token[] {
    const tokens: Token[] = [];
    const text = this.#text.trimEnd();
    token.lastIndex = 0;
    for (let found = token.exec(text); found; found = token.exec(text)) {
      const [, sign = '', quoted, bare] = found;
      tokens.push({ sign, word: quoted?.replace(/\\(.)/g, '$1') ?? bare, isQuoted: quoted !== undefined });
      if (token.lastIndex === text.length) return tokens;
    }
    throw this.mistake();
  }
}

/** The value at a path such as `labels.team`; undefined where there is none. */
function fieldOf(resource: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isThere ? Reflect.get(value, key) : undefined;
  }, resource);
}
