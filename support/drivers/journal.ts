/** One exchange with the outside, as evidence shows it. */
export interface Entry {
  readonly at: number;
  /** Protocol or service: API, cloud, gateway, PostgreSQL, … */
  readonly via: string;
  readonly what: string;
  readonly answer: string;
  readonly milliseconds: number;
  readonly correlationId?: string | undefined;
  /** The first of what was found, where that are rows. */
  readonly rows?: readonly Row[] | undefined;
}

type Row = object;

/** An answer in words, and the rows that it has. */
interface Found {
  readonly answer: string;
  readonly rows: readonly Row[];
}

/** More of them help nobody. */
const ROWS = 10;

/** What the drivers of one scenario did, oldest first; bounded, so that a long wait does not drown the rest. */
export class Journal {
  readonly #entries: Entry[] = [];
  #milliseconds = 0;

  constructor(private readonly limit = 200) {}

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Wall milliseconds spent inside driver calls. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  add(entry: Entry): void {
    this.#milliseconds += entry.milliseconds;
    const rows = entry.rows && (JSON.parse(redact(JSON.stringify(entry.rows.slice(0, ROWS)))) as readonly Row[]);
    this.#entries.push({ ...entry, answer: redact(entry.answer), what: redact(entry.what), rows });
    if (this.#entries.length > this.limit) this.#entries.shift();
  }

  /** Runs a call and notes it, also when it fails. */
  async timed<T>(
    via: string,
    what: string,
    call: () => Promise<T>,
    show: (value: T) => string | Found = () => 'ok',
  ): Promise<T> {
    const at = Date.now();
    const start = performance.now();
    try {
      const value = await call();
      const shown = show(value);
      const found = typeof shown === 'string' ? { answer: shown } : shown;
      this.add({ at, via, what, ...found, milliseconds: performance.now() - start });
      return value;
    } catch (error) {
      this.add({ at, via, what, answer: `failed: ${String(error)}`, milliseconds: performance.now() - start });
      throw error;
    }
  }
}

/** Evidence never holds a password, a token or a key: their values are blanked wherever a name gives them away. */
export function redact(text: string): string {
  return text
    .replace(SECRET, '$1"[redacted]"')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[redacted]')
    .replace(/(:\/\/[^:/\s]+:)[^@\s]{1,200}@/g, '$1[redacted]@');
}

/** A name that gives a secret away, and its value. Bounded, so that megabytes without any are read once only. */
const SECRET =
  /((?:password|token|secret|key|authorization)[\w-]{0,60}\\?"?\s{0,9}[:=]\s{0,9}(?:(?:bearer|basic)\s{1,9})?)("[^"]*"|[^\s,&}]+)/gi;
