import { notFound } from '../../shared/problem.ts';
import { wakeWaitingTasks } from '../agents/waiting-tasks.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { inChange, type Reader, type Stores } from '../database/change.ts';

/** @throws Problem 404 */
export async function readAgentPool(db: Reader, customerId: string): Promise<string> {
  const row = await db.selectFrom('customers').select('agent_pool').where('id', '=', customerId).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no customer ${customerId}`);
  return row.agent_pool;
}

export interface NewAgentPool {
  readonly customerId: string;
  readonly pool: string;
  readonly actor: Actor;
}

/** What waits for an agent looks for one in the new pool; what is in work is left where it is. @throws Problem 404 */
export async function setAgentPool(stores: Stores, { customerId, pool, actor }: NewAgentPool): Promise<void> {
  await inChange(stores, async (change) => {
    const { trx } = change;
    const before = await readAgentPool(trx, customerId);
    await trx.updateTable('customers').set({ agent_pool: pool }).where('id', '=', customerId).execute();
    await recordAudit(trx, {
      customerId,
      actor,
      action: 'agent_pool.changed',
      subject: { type: 'customer', id: customerId },
      details: { before, after: pool },
    });
    await wakeWaitingTasks(change, { pool, customerId });
  });
}
