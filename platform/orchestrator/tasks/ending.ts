import { sql } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Change } from '../database/change.ts';
import type { TaskRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { enqueue } from '../queue/jobs.ts';
import { type AnalysisType, nameOf } from './analysis-types.ts';

export type Ending =
  | { readonly status: 'completed'; readonly result: object }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'cancelled' };

/**
 * Ends a task that has not ended, tells the customer, and lets begin what waited for it.
 * @param visit given by the job that works on it: a later one has taken it over where the numbers differ
 */
export async function endTask(change: Change, taskId: string, ending: Ending, visit?: number): Promise<boolean> {
  const task = await change.trx
    .updateTable('tasks')
    .set({
      status: ending.status,
      result: ending.status === 'completed' ? JSON.stringify(ending.result) : null,
      error: ending.status === 'failed' ? ending.error : null,
      completed_at: new Date(),
      waits_for_agent: false,
      visit: sql<number>`visit + 1`,
    })
    .where('id', '=', taskId)
    .where('status', 'in', ['queued', 'running'])
    .$if(visit !== undefined, (query) => query.where('visit', '=', visit ?? 0))
    .returningAll()
    .executeTakeFirst();
  if (task === undefined) return false;
  await letOthersBegin(change, taskId);
  await tell(change, task, ending);
  return true;
}

/** Locked first, so that of two needs that end at the same moment the later one sees both. */
async function letOthersBegin(change: Change, endedId: string): Promise<void> {
  const { trx } = change;
  const waiting = await trx
    .selectFrom('tasks')
    .innerJoin('task_needs', 'task_needs.task_id', 'tasks.id')
    .select(['tasks.id', 'tasks.visit'])
    .where('task_needs.needed_id', '=', endedId)
    .where('tasks.status', '=', 'queued')
    .orderBy('tasks.id')
    .forUpdate('tasks')
    .execute();
  for (const { id, visit } of waiting) {
    const needs = await needsOf(change, id);
    const lacking = needs.find((one) => one.needs === 'result' && hasEnded(one) && one.status !== 'completed');
    if (lacking !== undefined) {
      const error = `The ${nameOf(lacking.analysis_type as AnalysisType)} analysis that it depends on was not completed`;
      await endTask(change, id, { status: 'failed', error });
    } else if (needs.every(hasEnded)) await enqueue(trx, 'run_task', { taskId: id, visit });
  }
}

function needsOf({ trx }: Change, taskId: string) {
  return trx
    .selectFrom('task_needs')
    .innerJoin('tasks', 'tasks.id', 'task_needs.needed_id')
    .select(['tasks.status', 'tasks.analysis_type', 'task_needs.needs'])
    .where('task_needs.task_id', '=', taskId)
    .execute();
}

function hasEnded({ status }: { readonly status: components['schemas']['AgentTask']['status'] }): boolean {
  return status !== 'queued' && status !== 'running';
}

async function tell(change: Change, task: TaskRow, ending: Ending): Promise<void> {
  if (task.analysis_type === null) return;
  const name = nameOf(task.analysis_type);
  const ends = {
    completed: `The ${task.agent_type} agent has completed the ${name} analysis.`,
    failed: `The ${name} analysis failed: ${task.error}`,
    cancelled: `The ${name} analysis was cancelled.`,
  } as const;
  await emitEvent(change, {
    customerId: task.customer_id,
    type: `task.${ending.status}`,
    message: ends[ending.status],
    data: { task_id: task.id },
  });
}
