import { Pool } from 'undici';
import type { Journal } from './journal';

/** A request that need not be well-formed. */
export interface PlainRequest {
  readonly method: string;
  /** Path and query, as they go over the line. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType: string;
  readonly text: string;
  readonly milliseconds: number;
}

/** HTTP as it is, for what no contract foresees. */
export class PlainHttp {
  readonly #pool: Pool;

  constructor(
    private readonly url: string,
    private readonly journal: Journal,
  ) {
    this.#pool = new Pool(url, { connections: 8, headersTimeout: 30_000, bodyTimeout: 30_000 });
  }

  async ask({ method, target, headers = {}, body }: PlainRequest): Promise<PlainAnswer> {
    const begun = performance.now();
    const ask = async (): Promise<PlainAnswer> => {
      const answer = await this.#pool.request({ method: method as 'GET', path: target, headers, body: body ?? null });
      const text = await answer.body.text();
      const flat = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
      const mediaType = (flat['content-type'] ?? '').split(';')[0] ?? '';
      return { status: answer.statusCode, headers: flat, mediaType, text, milliseconds: performance.now() - begun };
    };
    const what = `${method} ${this.url}${target.slice(0, 200)}`;
    return await this.journal.timed('HTTP', what, ask, ({ status, text }) => `${status} ${text.slice(0, 200)}`);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
