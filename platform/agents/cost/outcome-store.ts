import { QdrantClient } from '@qdrant/js-client-rest';
import { z } from 'zod';
import { farthestAlike, likenessAt, type Precedent } from './experience.ts';
import { type Outcome, type Situation, situationVector, vectorSize } from './outcome-vector.ts';

/** The memory of what came of optimizations, in Qdrant. A search in it filters by customer_id: tenants never share it. */
export class OutcomeStore {
  readonly #client: QdrantClient;

  constructor(url: string) {
    this.#client = new QdrantClient({ url, checkCompatibility: false, timeout: answerLimit });
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

  /** What came of the customer's own optimizations of the same type in the most similar situations, the most similar first. */
  async similar(customerId: string, situation: Situation): Promise<readonly Precedent[]> {
    if (!(await this.#client.collectionExists(collection)).exists) return [];
    const { points } = await this.#client.query(collection, {
      query: situationVector(situation),
      filter: {
        must: [
          { key: 'customer_id', match: { value: customerId } },
          { key: 'type', match: { value: situation.type } },
        ],
      },
      score_threshold: farthestAlike,
      limit: mostPrecedents,
      with_payload: ['success'],
    });
    return points.map(({ score, payload }) => ({
      success: remembered.parse(payload).success,
      likeness: likenessAt(score),
    }));
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

/** Outcomes that are looked at: what is less alike than ten others hardly adds to them. */
const mostPrecedents = 10;

/** Wall milliseconds: an analysis goes on without the memory rather than wait longer for it. */
const answerLimit = 5_000;

const remembered = z.object({ success: z.boolean() });
