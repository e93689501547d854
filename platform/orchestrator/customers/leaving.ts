import { sql } from 'kysely';
import type { MetricsStore } from '../../shared/metrics-store.ts';
import { conflict, notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import type { Sessions } from '../auth/sessions.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import { whatRuns } from '../optimizations/what-runs.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import type { OutcomeMemory } from '../stores/outcome-memory.ts';
import { channels } from '../stores/wakeups.ts';

export interface LeavingOptions {
  readonly stores: Stores;
  readonly sessions: Pick<Sessions, 'closeAll'>;
  readonly metrics: Pick<MetricsStore, 'removeCustomer'>;
  readonly outcomes: Pick<OutcomeMemory, 'removeCustomer'>;
  /** How long an agent may still work at a task, and write, after its customer has gone: as long as the longest may take. */
  readonly taskSeconds: number;
}

/** Lets a customer go, with every trace in every store except the audit trail. */
export class Leaving {
  readonly #options: LeavingOptions;

  constructor(options: LeavingOptions) {
    this.#options = options;
  }

  /** @throws Problem 404, or 409 while an optimization or a resolution of the customer runs */
  async remove(customerId: string, actor: Actor): Promise<void> {
    await inChange(this.#options.stores, (change) => this.#removeFromDatabase(change, customerId, actor));
    await this.forget(customerId);
  }

  /** Job: clears up after tasks that were still in work when the customer left. */
  readonly clearUp: Job<'forget_customer'> = ({ customerId }) => this.forget(customerId);

  async forget(customerId: string): Promise<void> {
    await Promise.all([
      this.#options.metrics.removeCustomer(customerId),
      this.#options.outcomes.removeCustomer(customerId),
    ]);
  }

  async #removeFromDatabase(change: Change, customerId: string, actor: Actor): Promise<void> {
    const { trx } = change;
    const customer = await trx
      .selectFrom('customers')
      .select('id')
      .where('id', '=', customerId)
      .forUpdate()
      .executeTakeFirst();
    if (customer === undefined) throw notFound(`There is no customer ${customerId}`);
    const running = await whatRuns(trx, customerId);
    if (running !== undefined) throw conflict(`${running} is still running. Let it end first.`);
    await this.#options.sessions.closeAll(change, customerId);
    const tasks = await trx
      .selectFrom('tasks')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('status', '=', 'running')
      .execute();
    for (const { id } of tasks) change.wake(channels.task(id));
    await trx.deleteFrom('customers').where('id', '=', customerId).execute();
    await recordAudit(trx, {
      customerId,
      actor,
      action: 'customer.removed',
      subject: { type: 'customer', id: customerId },
    });
    const later = sql<Date>`now() + make_interval(secs => ${this.#options.taskSeconds})`;
    await enqueue(trx, 'forget_customer', { customerId }, { runAt: later });
    change.wake(channels.commands(customerId));
  }
}
