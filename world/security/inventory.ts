import { AssertionError } from 'chai';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { PossessionsOf } from './possessions';

/** Views that OptiInfra's records have to have, whatever is sent to it, each with something in it as soon as somebody has signed up. */
const NEVER_EMPTY = ['customers', 'operators', 'audit_log', 'agents', 'agent_heartbeats', 'refresh_tokens'] as const;

/** What OptiInfra keeps, and where: so much of it as nobody else changes meanwhile. */
export class Inventory {
  constructor(private readonly around: Surroundings) {}

  /** @throws AssertionError where a record is empty; the store's error where one is gone */
  async of(customers: readonly Subscriber[]): Promise<readonly string[]> {
    const { clickhouse, qdrant } = this.around;
    const possessions = new PossessionsOf(this.around);
    const [owned] = await Promise.all([
      Promise.all(customers.map((customer) => possessions.contents(customer))),
      clickhouse.rows('select count() as rows from metrics', {}),
      qdrant.payloads('optimization_outcomes', {}),
      ...NEVER_EMPTY.map((view) => this.#filled(view)),
    ]);
    return owned.flat();
  }

  async #filled(view: string): Promise<void> {
    const rows = await this.around.postgres.rows(view, {});
    if (rows.length === 0) throw new AssertionError(`OptiInfra's record of ${view} is empty`);
  }
}
