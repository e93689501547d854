import { QdrantClient } from '@qdrant/js-client-rest';
import type { Journal } from './journal';

/** A read-only look into the vector store. */
export class Qdrant {
  readonly #client: QdrantClient;

  constructor(
    url: string,
    private readonly journal: Journal,
  ) {
    this.#client = new QdrantClient({ url, checkCompatibility: false });
  }

  /** The payloads of the points of a collection whose fields have these values; none when the collection does not exist yet. */
  async payloads(
    collection: string,
    match: Readonly<Record<string, string>>,
  ): Promise<readonly Record<string, unknown>[]> {
    const must = Object.entries(match).map(([key, value]) => ({ key, match: { value } }));
    const scroll = async () => {
      const { exists } = await this.#client.collectionExists(collection);
      if (!exists) return [];
      const page = await this.#client.scroll(collection, { filter: { must }, with_payload: true, limit: 100 });
      return page.points.map(({ payload }) => payload ?? {});
    };
    return await this.journal.timed('Qdrant', `scroll ${collection} ${JSON.stringify(match)}`, scroll, (points) => ({
      answer: `${points.length} points`,
      rows: points,
    }));
  }
}
