import Redis from 'ioredis';
import type { Journal } from './journal';

/** A read-only look into the cache. */
export class RedisStore {
  readonly #client: Redis;

  constructor(
    url: string,
    private readonly journal: Journal,
  ) {
    this.#client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
    this.#client.on('error', () => {}); // Each command reports its own failure; an idle line's has no reader.
  }

  /** Keys that match a glob, found without blocking the server. */
  async keys(glob: string): Promise<readonly string[]> {
    const scan = async () => {
      const found: string[] = [];
      for await (const batch of this.#client.scanStream({ match: glob, count: 500 }))
        found.push(...(batch as string[]));
      return found;
    };
    return await this.journal.timed('Redis', `scan ${glob}`, scan, (keys) => `${keys.length} keys`);
  }

  close(): void {
    this.#client.disconnect();
  }
}
