import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

export interface Outcome {
  readonly success: boolean;
  readonly stored_in_vector_db: boolean;
}

/** What OptiInfra remembers of an optimization, looked up in its stores. */
export class Learning {
  constructor(private readonly around: Surroundings) {}

  /** The outcome's record. @throws Error when there is not exactly one */
  async outcome(optimizationId: string): Promise<Outcome> {
    const rows = await this.around.postgres.rows<Outcome>('optimization_outcomes', { optimization_id: optimizationId });
    const [row] = rows;
    if (!row || rows.length > 1)
      throw new Error(`Expected one recorded outcome of the optimization, found ${rows.length}`);
    return row;
  }

  /** What the vector store keeps of it, for this customer only. */
  async memories(customer: Customer, optimizationId: string): Promise<readonly Record<string, unknown>[]> {
    const match = { customer_id: customer.own.customerId, optimization_id: optimizationId };
    return await this.around.qdrant.payloads('optimization_outcomes', match);
  }
}
