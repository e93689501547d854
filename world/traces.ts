import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

/** How long tasks that were in work when their customer left may leave traces behind. */
const PATIENCE = Duration.parse('15 minutes');

/** A count that a customer's requests have left in the cache lapses by itself within this. Wall seconds: what protects is never scaled. */
const LAPSE_SECONDS = 60;

/** The job that clears up after tasks that were in work, and by its nature comes after them. */
const CLEARING_UP = 'forget_customer';

/** Where OptiInfra keeps something of a customer. */
export class Traces {
  constructor(private readonly around: Surroundings) {}

  /** Olive lets a customer go. @throws Refusal while something of the customer runs */
  async letGo({ own }: Subscriber): Promise<void> {
    await this.around.operator.remove(own.customerId);
  }

  /** Every place in which there is something of the customer, in words. */
  async of({ own: { customerId } }: Subscriber): Promise<readonly string[]> {
    const { postgres, clickhouse, qdrant } = this.around;
    const [rows, jobs, metrics, memories, cached] = await Promise.all([
      postgres.rows<{ place: string; rows: number }>('belongings', { customer_id: customerId }),
      postgres.rows<{ job: string }>('jobs', { customer_id: customerId }),
      clickhouse.rows('select metric_type from metrics where customer_id = {customer:UUID} limit 1', {
        customer: customerId,
      }),
      qdrant.payloads('optimization_outcomes', { customer_id: customerId }),
      this.#lasting(customerId),
    ]);
    return [
      ...rows.map((row) => `${row.rows} rows of ${row.place} in PostgreSQL`),
      ...jobs.filter(({ job }) => job !== CLEARING_UP).map(({ job }) => `the job ${job} in the queue`),
      ...(metrics.length > 0 ? ['measurements in ClickHouse'] : []),
      ...memories.map(() => 'a memory in Qdrant'),
      ...cached.map((key) => `${key} in Redis`),
    ];
  }

  /** Waits until there is nothing anywhere. @throws NotInTime naming what is left, and where */
  async vanish(customer: Subscriber): Promise<void> {
    await eventually(
      `nothing of ${customer.name} to be left`,
      () => this.of(customer),
      (left) => left.length === 0,
      { ...this.around.clock.within(PATIENCE), show: (left) => left.join(', ') },
    );
  }

  /** What was done for and by the customer, by the audit trail, which outlasts the customer; oldest first. */
  async audited({ own }: Subscriber): Promise<readonly string[]> {
    const entries = await this.around.postgres.rows<{ id: string; action: string }>('audit_log', {
      customer_id: own.customerId,
    });
    return [...entries].sort((one, other) => Number(one.id) - Number(other.id)).map(({ action }) => action);
  }

  async #lasting(customerId: string): Promise<readonly string[]> {
    const { redis } = this.around;
    const lifetimes = await redis.lifetimes(await redis.keys(`*${customerId}*`));
    return [...lifetimes].filter(([, seconds]) => seconds > LAPSE_SECONDS).map(([key]) => key);
  }
}
