import { sql } from 'kysely';
import type { Change } from '../database/change.ts';
import type { AgentRow } from '../database/schema.ts';
import { enqueue } from '../queue/jobs.ts';

export interface NewChance {
  readonly pool: string;
  /** All types without it. */
  readonly agentType?: AgentRow['agent_type'];
  /** All customers of the pool without it. */
  readonly customerId?: string;
}

/** Enqueues again what waits for an agent, in the change that gives it a new chance. */
export async function wakeWaitingTasks({ trx }: Change, { pool, agentType, customerId }: NewChance): Promise<void> {
  const tasks = await trx
    .updateTable('tasks')
    .from('customers')
    .set({ waits_for_agent: false, visit: sql<number>`visit + 1` })
    .whereRef('customers.id', '=', 'tasks.customer_id')
    .where('customers.agent_pool', '=', pool)
    .where('tasks.waits_for_agent', '=', true)
    .$if(agentType !== undefined, (query) => query.where('tasks.agent_type', '=', agentType as AgentRow['agent_type']))
    .$if(customerId !== undefined, (query) => query.where('tasks.customer_id', '=', customerId as string))
    .returning(['tasks.id', 'tasks.visit'])
    .execute();
  for (const { id, visit } of tasks) await enqueue(trx, 'run_task', { taskId: id, visit });
}
