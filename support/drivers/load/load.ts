import autocannon from 'autocannon';
import type { Contract } from '../contract';
import type { Journal } from '../journal';

/** A request that is made again and again. */
export interface Repeated {
  /** Path and query, filled in. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An operation under load, and the requests that take turns at it. */
export interface Loaded {
  readonly operationId: string;
  readonly requests: readonly Repeated[];
}

/** Of each operation. Whoever has been answered asks again. */
export interface Pressure {
  readonly times: number;
  readonly atOnce: number;
}

/** What came of asking one operation. */
export interface Answered {
  readonly operationId: string;
  /** Wall time from the request to the end of the answer; one each, served or not. */
  readonly milliseconds: readonly number[];
  /** Why answers do not count as served, each as often as it was seen. */
  readonly faults: readonly string[];
  /** Answers that were compared with the contract. */
  readonly checked: number;
}

/** Every so many answers of an operation are compared with the contract, the first one included. To compare all would be a load itself. */
const CHECKED = 10;
const PATIENCE_SECONDS = 10;

/** Asks operations of one contract that only read, all at the same time. */
export class LoadDriver {
  constructor(private readonly at: { readonly url: string; readonly contract: Contract; readonly journal: Journal }) {}

  /** @returns what came of each operation, in their order */
  async run(operations: readonly Loaded[], pressure: Pressure): Promise<readonly Answered[]> {
    return await this.at.journal.timed(
      'load',
      `${operations.length} operations, each ${pressure.times} times, ${pressure.atOnce} at once`,
      () => Promise.all(operations.map((operation) => this.#ask(operation, pressure))),
      (all) => `${all.reduce((sum, { milliseconds }) => sum + milliseconds.length, 0)} answers`,
    );
  }

  async #ask({ operationId, requests }: Loaded, { times, atOnce }: Pressure): Promise<Answered> {
    const { url } = this.at;
    const milliseconds: number[] = [];
    const faults: string[] = [];
    let seen = 0;
    const onResponse = (status: number, body: string, _context: object, headers?: object) => {
      const fault = this.#fault(operationId, { status, body, headers, isChecked: seen % CHECKED === 0 });
      seen += 1;
      if (fault !== undefined) faults.push(fault);
    };
    const { errors, timeouts } = await shoot(milliseconds, {
      url,
      connections: atOnce,
      amount: times,
      timeout: PATIENCE_SECONDS,
      requests: requests.map(({ path, headers }) => ({ method: 'GET' as const, path, headers, onResponse })),
    });
    for (let error = 0; error < errors; error += 1) faults.push(error < timeouts ? 'no answer in time' : 'no answer');
    return { operationId, milliseconds, faults, checked: Math.ceil(seen / CHECKED) };
  }

  #fault(operationId: string, { status, body, headers, isChecked }: Raw): string | undefined {
    if (status !== 200) return `answered ${status}: ${body.slice(0, 200)}`;
    if (!isChecked) return undefined;
    const mediaType = mediaTypeOf(headers);
    try {
      this.at.contract.checkAnswer(
        operationId,
        status,
        mediaType,
        mediaType.endsWith('json') ? JSON.parse(body) : body,
      );
      return undefined;
    } catch (error) {
      return String(error);
    }
  }
}

/** @param milliseconds gets how long each answer took */
async function shoot(milliseconds: number[], options: autocannon.Options): Promise<autocannon.Result> {
  return await new Promise((resolve, reject) => {
    const run = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    run.on('response', (_client, _status, _bytes, took) => milliseconds.push(took));
  });
}

interface Raw {
  readonly status: number;
  readonly body: string;
  readonly headers: object | undefined;
  readonly isChecked: boolean;
}

/** The load generator hands header names and values on one after the other. */
function mediaTypeOf(headers: object = []): string {
  const flat = Array.isArray(headers) ? headers.map(String) : Object.entries(headers).flat().map(String);
  const place = flat.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  return place < 0 ? '' : (flat[place + 1]?.split(';')[0] ?? '');
}
