import { QdrantClient } from '@qdrant/js-client-rest';
import { type Outcome, situationVector, vectorSize } from './outcome-vector.ts';

/** The memory of what came of optimizations, in Qdrant. A search in it filters by customer_id: tenants never share it. */
export class OutcomeStore {
  readonly #client: QdrantClient;

  constructor(url: string) {
    this.#client = new QdrantClient({ url, checkCompatibility: false });
  }

  /** Kept once this is answered; the same optimization again replaces what was kept of it. */
  async put(customerId: string, outcome: Outcome): Promise<void> {
    await this.#prepare();
    await this.#client.upsert(collection, {
      wait: true,
      points: [
        {
          id: outcome.optimization_id,
          vector: situationVector(outcome),
          payload: { ...outcome, customer_id: customerId, recorded_at: new Date().toISOString() },
        },
      ],
    });
  }

  async #prepare(): Promise<void> {
    if ((await this.#client.collectionExists(collection)).exists) return;
    await this.#client
      .createCollection(collection, { vectors: { size: vectorSize, distance: 'Euclid' } })
      .catch(async (error: unknown) => {
        // Another agent may have made it in the meantime.
        if (!(await this.#client.collectionExists(collection)).exists) throw error;
      });
    await this.#client.createPayloadIndex(collection, {
      field_name: 'customer_id',
      field_schema: 'keyword',
      wait: true,
    });
  }
}

const collection = 'optimization_outcomes';
