import fc from 'fast-check';
import { Pool } from 'undici';
import { type Contract, ContractBreach } from '../contract';
import type { ContractOperation } from '../contract-operations';
import { hasHungUp } from '../hung-up';
import type { Journal } from '../journal';
import type { Known } from './ordinary';
import { certainInputs, type Input, inputs, type Tamer } from './requests';

/** An operation, by whom it is called, and with what. */
export interface Target {
  readonly operation: ContractOperation;
  readonly headers: Readonly<Record<string, string>>;
  readonly known: Known;
  readonly tame?: Tamer;
}

export interface Tried {
  readonly operationId: string;
  /** Inputs that were answered, or refused by hanging up; those that a limit of requests stopped, and those by which a failure was made smaller, do not count. */
  readonly answered: number;
  /** Of these, what the contract forbids. */
  readonly forbidden: number;
  readonly stopped: number;
  /** What was not as promised, made as small as possible, with what makes it again; undefined where all was well. */
  readonly failure: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: unknown;
}

/** Sends whatever can be sent, and compares every answer with the contract. */
export class Fuzzer {
  readonly #pool: Pool;

  constructor(private readonly at: { readonly url: string; readonly contract: Contract; readonly journal: Journal }) {
    this.#pool = new Pool(at.url, { connections: 8, headersTimeout: 30_000, bodyTimeout: 30_000 });
  }

  /** @param created is told of every successful answer, so that what was created can be removed */
  async run(
    { operation, headers, known, tame }: Target,
    { seed, times }: { readonly seed: number; readonly times: number },
    created: (operationId: string, answer: unknown) => void,
  ): Promise<Tried> {
    const { operationId } = operation;
    const count = { answered: 0, forbidden: 0, stopped: 0 };
    let isShrinking = false;
    const property = fc.asyncProperty(inputs(operation, known, tame), async (input) => {
      const answer = await this.#send(input, headers).catch((error: unknown) => {
        if (!hasHungUp(error, input.body)) throw error;
      });
      if (answer && answer.status < 300) created(operationId, answer.body);
      if (answer?.status === 429) count.stopped += 1;
      else if (!isShrinking) {
        count.answered += 1;
        if (input.isForbidden) count.forbidden += 1;
      }
      try {
        if (answer) this.#judge(operationId, input, answer);
      } catch (error) {
        isShrinking = true;
        throw error;
      }
    });
    const outcome = await fc.check(property, {
      seed,
      numRuns: times,
      examples: certainInputs(operation, known, tame).map((input) => [input]),
      interruptAfterTimeLimit: 100_000,
    });
    return { operationId, ...count, failure: outcome.failed ? this.#explain(outcome, headers) : undefined };
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #judge(operationId: string, { isForbidden }: Input, { status, mediaType, body }: Answer): void {
    this.at.contract.checkAnswer(operationId, status, mediaType, body);
    if (isForbidden && status < 400)
      throw new ContractBreach(operationId, `what the contract forbids was accepted (${status})`);
  }

  async #send({ method, target, body }: Input, headers: Target['headers']): Promise<Answer> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await this.#pool.request({
      method: method as 'GET',
      path: target,
      headers: { ...type, ...headers },
      body: body ?? null,
    });
    const text = await response.body.text();
    const mediaType = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
    const parsed = mediaType.endsWith('json') ? JSON.parse(text) : text;
    return { status: response.statusCode, mediaType, body: text === '' ? undefined : parsed };
  }

  #explain(
    { counterexample, counterexamplePath, seed, numShrinks, errorInstance }: fc.RunDetails<[Input]>,
    headers: object,
  ) {
    const [input] = counterexample ?? [];
    const problem = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    return [
      problem,
      input ? curl(this.at.url, input, Object.keys(headers)) : 'no input was tried in time',
      `seed ${seed}, path ${counterexamplePath}, made smaller ${numShrinks} times`,
    ].join('\n  ');
  }
}

/** The request as somebody would type it. Names of secret headers stand for their values. */
function curl(url: string, { method, target, body }: Input, secrets: readonly string[]): string {
  const data =
    body === undefined ? [] : [`-H 'content-type: application/json' --data-raw ${quoted(body.slice(0, 1_000))}`];
  const headers = secrets.map((name) => `-H '${name}: …'`);
  return ['curl', '-X', method, ...headers, ...data, quoted(`${url}${target}`.slice(0, 1_000))].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
