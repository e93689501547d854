import Redis from 'ioredis';
import type { Journal } from './journal';

/** What Redis answers to the question for the lifetime of a key that it does not have. */
const GONE = -2;

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

  /** Seconds for which each of these keys will still be kept; Infinity where it has no end. Keys that are gone are left out. */
  async lifetimes(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const ask = async () => await Promise.all(keys.map(async (key) => [key, await this.#client.ttl(key)] as const));
    const found = await this.journal.timed('Redis', 'ttl', ask, (ttls) => `${ttls.length} keys`);
    return new Map(
      found.filter(([, ttl]) => ttl !== GONE).map(([key, ttl]) => [key, ttl < 0 ? Number.POSITIVE_INFINITY : ttl]),
    );
  }

  async close(): Promise<void> {
    this.#client.disconnect();
  }
}
