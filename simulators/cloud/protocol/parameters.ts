import { invalidParameter, missingParameter } from './errors.ts';

/** The form of the AWS query protocols, where lists and structures are spelt `Filter.1.Value.2`. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  static parse(form: string): Parameters {
    return new Parameters(new Map(new URLSearchParams(form)));
  }

  text(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  /** @throws AwsError MissingParameter */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw missingParameter(name);
    return value;
  }

  /** A whole number within the range, both ends included. @throws AwsError InvalidParameterValue */
  integer(name: string, min: number, max: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isInteger(number) || number < min || number > max) {
      throw invalidParameter(name, value, `a whole number from ${min} to ${max}`);
    }
    return number;
  }

  flag(name: string): boolean {
    const value = this.text(name);
    if (value !== undefined && value !== 'true' && value !== 'false') {
      throw invalidParameter(name, value, 'true or false');
    }
    return value === 'true';
  }

  time(name: string): Date | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const time = new Date(value);
    if (Number.isNaN(time.getTime())) throw invalidParameter(name, value, 'a time such as 2026-01-31T12:00:00Z');
    return time;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw invalidParameter(name, value, `one of ${allowed.join(', ')}`);
    return found;
  }

  /** The values of `name.1`, `name.2`, in the order of their numbers. */
  list(name: string): readonly string[] {
    return this.#numbers(name).flatMap((number) => this.text(`${name}.${number}`) ?? []);
  }

  /** @throws AwsError MissingParameter when the list is empty */
  requiredList(name: string): readonly string[] {
    const list = this.list(name);
    if (list.length === 0) throw missingParameter(name);
    return list;
  }

  /** What stands under `name.`, with that prefix removed. */
  group(name: string): Parameters {
    const prefix = `${name}.`;
    const inside = [...this.#values].filter(([key]) => key.startsWith(prefix));
    return new Parameters(new Map(inside.map(([key, value]) => [key.slice(prefix.length), value])));
  }

  /** The structures `name.1.…`, `name.2.…`, in the order of their numbers. */
  groups(name: string): readonly Parameters[] {
    return this.#numbers(name).map((number) => this.group(`${name}.${number}`));
  }

  /** The same for the same request, whatever the order of its parameters. */
  fingerprint(): string {
    return JSON.stringify([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #numbers(name: string): readonly number[] {
    const prefix = `${name}.`;
    const numbers = [...this.#values.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length).split('.')[0]))
      .filter((number) => Number.isInteger(number));
    return [...new Set(numbers)].sort((a, b) => a - b);
  }
}
