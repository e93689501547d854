import { QdrantClient } from '@qdrant/js-client-rest';

const COLLECTION = 'optimization_outcomes';

/** The orchestrator's part in the memory of outcomes: the cost agent fills and asks it, the orchestrator lets a customer's part go. */
export class OutcomeMemory {
  readonly #client: QdrantClient;

  constructor(url: string) {
    this.#client = new QdrantClient({ url, checkCompatibility: false });
  }

  /** Forgets a customer. A collection that nobody has made yet holds nothing. */
  async removeCustomer(customerId: string): Promise<void> {
    const { exists } = await this.#client.collectionExists(COLLECTION);
    if (!exists) return;
    const filter = { must: [{ key: 'customer_id', match: { value: customerId } }] };
    await this.#client.delete(COLLECTION, { wait: true, filter });
  }

  async isReachable(): Promise<boolean> {
    await this.#client.getCollections();
    return true;
  }
}
