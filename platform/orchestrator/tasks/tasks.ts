import type { components } from '../../../contracts/generated/openapi.ts';
import { conflict, notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { inChange, type Reader, type Stores } from '../database/change.ts';
import type { TaskRow } from '../database/schema.ts';
import { channels } from '../stores/wakeups.ts';
import { endTask } from './ending.ts';

type Schemas = components['schemas'];

/** @throws Problem 404 */
export async function findTask(db: Reader, taskId: string): Promise<TaskRow> {
  const task = await db.selectFrom('tasks').selectAll().where('id', '=', taskId).executeTakeFirst();
  if (task === undefined) throw notFound(`There is no task ${taskId}`);
  return task;
}

export async function describeTask(db: Reader, task: TaskRow): Promise<Schemas['AgentTask']> {
  const attempts = await db
    .selectFrom('task_attempts')
    .selectAll()
    .where('task_id', '=', task.id)
    .orderBy('number')
    .execute();
  return {
    task_id: task.id,
    customer_id: task.customer_id,
    task_type: task.task_type,
    ...(task.analysis_type !== null && { analysis_type: task.analysis_type }),
    agent_type: task.agent_type,
    ...(task.agent_id !== null && { agent_id: task.agent_id }),
    status: task.status,
    waits_for_agent: task.waits_for_agent,
    attempts: attempts.map(({ agent_id, started_at, ended_at, outcome, problem }) => ({
      ...(agent_id !== null && { agent_id }),
      started_at: started_at.toISOString(),
      ...(ended_at !== null && { ended_at: ended_at.toISOString() }),
      ...(outcome !== null && { outcome }),
      ...(problem !== null && { problem }),
    })),
    ...(task.result !== null && { result: task.result as Record<string, never> }),
    ...(task.error !== null && { error: task.error }),
    created_at: task.created_at.toISOString(),
    ...(task.completed_at !== null && { completed_at: task.completed_at.toISOString() }),
  };
}

/** Whoever has it in work is told. @throws Problem 409 when it has ended otherwise, or is a part of something else */
export async function cancelTask(stores: Stores, task: TaskRow, actor: Actor): Promise<TaskRow> {
  if (task.analysis_type === null)
    throw conflict('This task is a part of something else, which can be cancelled as a whole.');
  const { id, customer_id: customerId } = task;
  await inChange(stores, async (change) => {
    if (!(await endTask(change, id, { status: 'cancelled' }))) return;
    await recordAudit(change.trx, { customerId, actor, action: 'task.cancelled', subject: { type: 'task', id } });
    change.wake(channels.task(id));
  });
  const now = await findTask(stores.db, id);
  if (now.status !== 'cancelled') throw conflict(`The task has ended already: it is ${now.status}.`);
  return now;
}
