import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import type { Contract } from './contract';
import type { Journal } from './journal';

/** The success bodies of an operation of a generated contract type. */
export type Answer<Operation> = Operation extends { responses: infer Responses }
  ? JsonOf<Responses[keyof Responses & (200 | 201 | 202)]>
  : never;
type JsonOf<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** What an operation wants to be sent, as far as it is JSON. */
export type Sent<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined;

export interface Call {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The called side answered that it will not: a declared answer of 400 or more, with the problem that it names. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  constructor(
    readonly operationId: string,
    readonly status: number,
    readonly detail: string,
    readonly correlationId: string | undefined,
    /** All that was answered. */
    readonly body?: unknown,
    /** Seconds after which the called side wants to be asked again, where it says so. */
    readonly retryAfter?: number,
  ) {
    super(`${operationId} was refused (${status}): ${detail}`);
  }
}

/** The called side declares that it may be unable to do what it is asked, and is: an answer of 500 or more. */
export class Unavailable extends Refusal {
  override readonly name = 'Unavailable';
}

/** Nothing listens, or the line broke before an answer had come. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Calls the operations of one contract over HTTP; every answer is checked against it, every exchange noted. */
export class RestDriver {
  readonly #contract: Contract;
  readonly #pool: Pool;
  readonly #prefix: string;

  constructor(
    private readonly via: string,
    private readonly options: {
      readonly url: string;
      readonly contract: Contract;
      readonly journal: Journal;
      /** Address of this machine from which is asked; the system chooses without it. */
      readonly from?: string;
    },
  ) {
    const { origin, pathname } = new URL(options.url);
    this.#prefix = pathname.replace(/\/$/, '');
    this.#contract = options.contract;
    this.#pool = new Pool(origin, {
      connections: 16,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
      ...(options.from && { localAddress: options.from }),
    });
  }

  /** @throws Refusal on a declared refusal, ContractBreach on anything undeclared, Unreachable when there is no answer */
  async call<Body>(operationId: string, call: Call = {}): Promise<Body> {
    const operation = this.#contract.operation(operationId);
    const target = `${this.#prefix}${fill(operation.path, call.path ?? {})}${queryOf(call.query)}`;
    const what = `${operation.method.toUpperCase()} ${target}`;
    const exchange = await this.#exchange(operation.method.toUpperCase() as 'GET', target, call, what);
    this.#contract.checkAnswer(operationId, exchange.status, exchange.mediaType, exchange.body);
    if (exchange.status < 400) return exchange.body as Body;
    const { detail } = (exchange.body ?? {}) as { detail?: string };
    const Declared = exchange.status >= 500 ? Unavailable : Refusal;
    throw new Declared(
      operationId,
      exchange.status,
      detail ?? 'no reason given',
      exchange.correlationId,
      exchange.body,
      exchange.retryAfter,
    );
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange(method: 'GET', path: string, call: Call, what: string): Promise<Exchange> {
    const correlationId = randomUUID();
    const at = Date.now();
    const start = performance.now();
    const note = (answer: string) =>
      this.options.journal.add({
        at,
        via: this.via,
        what,
        answer,
        milliseconds: performance.now() - start,
        correlationId,
      });
    try {
      const response = await this.#pool.request({
        method,
        path,
        headers: { ...jsonHeaders(call.body), 'x-request-id': correlationId, ...call.headers },
        body: call.body === undefined ? null : JSON.stringify(call.body),
      });
      const text = await response.body.text();
      note(`${response.statusCode} ${text.slice(0, 300)}`);
      const mediaType = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
      const parsed = mediaType.endsWith('json') ? JSON.parse(text) : text;
      const wait = response.headers['retry-after'];
      return {
        status: response.statusCode,
        mediaType,
        body: text === '' ? undefined : parsed,
        correlationId,
        ...(wait !== undefined && { retryAfter: Number(wait) }),
      };
    } catch (error) {
      note(`failed: ${String(error)}`);
      throw new Unreachable(`${this.via} could not be reached for ${what} at ${this.options.url}: ${String(error)}`, {
        cause: error,
      });
    }
  }
}

interface Exchange {
  readonly status: number;
  readonly mediaType: string;
  readonly body: unknown;
  readonly correlationId: string;
  readonly retryAfter?: number;
}

function jsonHeaders(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

/** @throws TypeError when a placeholder has no value */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${template} needs a value for ${name}`);
    return encodeURIComponent(value);
  });
}

/** With its question mark; empty without entries. */
export function queryOf(query: Call['query']): string {
  const entries = Object.entries(query ?? {}).map(([name, value]) => [name, String(value)] as [string, string]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}
