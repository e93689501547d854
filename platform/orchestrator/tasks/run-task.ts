import { sql } from 'kysely';
import type { TaskRouter } from '../agents/router.ts';
import { OUR_FAULT, TaskError } from '../agents/task-error.ts';
import { inChange, type Reader, type Stores } from '../database/change.ts';
import type { TaskRow } from '../database/schema.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { channels } from '../stores/wakeups.ts';
import type { AnalysisTask } from './analysis-types.ts';
import { endTask } from './ending.ts';

export interface TaskWork {
  readonly stores: Stores;
  readonly router: TaskRouter;
  /** How often a task without an agent looks for one, in seconds. */
  readonly recheckSeconds: number;
  /** Tries after the first, over all visits. */
  readonly retries: number;
}

/** Job: gives a task that was asked for to agents until one has done it. Where there is no agent it goes back to wait for one. */
export function runTask(work: TaskWork): Job<'run_task'> {
  const { stores } = work;
  return async ({ taskId, visit }, { isLast }) => {
    const task = await claim(stores.db, taskId, visit);
    if (task === undefined) return;
    const { signal, stop } = cancellationOf(stores, taskId);
    try {
      const result = await dispatch(work, task, signal);
      await inChange(stores, (change) => endTask(change, taskId, { status: 'completed', result }, visit));
    } catch (error) {
      if (signal.aborted) return;
      const isForeseen = error instanceof TaskError;
      if (isForeseen && error.code === 'no_agent') return await putBack(work, taskId, visit);
      if (!isForeseen && !isLast) throw error;
      const problem = isForeseen ? error.message : OUR_FAULT;
      await inChange(stores, (change) => endTask(change, taskId, { status: 'failed', error: problem }, visit));
      if (!isForeseen) throw error;
    } finally {
      stop();
    }
  };
}

/** Undefined where a later job has it, or it has ended. What an orchestrator that is gone had begun is noted as lost. */
async function claim(db: Reader, taskId: string, visit: number): Promise<TaskRow | undefined> {
  const task = await db
    .updateTable('tasks')
    .set({ status: 'running' })
    .where('id', '=', taskId)
    .where('visit', '=', visit)
    .where('status', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  if (task !== undefined && task.attempts > 0) {
    await db
      .updateTable('task_attempts')
      .set({ ended_at: sql<Date>`now()`, outcome: 'lost' })
      .where('task_id', '=', taskId)
      .where('ended_at', 'is', null)
      .execute();
  }
  return task;
}

async function dispatch({ stores, router, retries }: TaskWork, task: TaskRow, signal: AbortSignal): Promise<object> {
  const { failed } = await stores.db
    .selectFrom('task_attempts')
    .select(({ fn }) => fn.countAll<number>().as('failed'))
    .where('task_id', '=', task.id)
    .where('outcome', '<>', 'lost')
    .executeTakeFirstOrThrow();
  if (failed > retries) throw new TaskError('no_answer', 'No agent could do it', { retryable: false });
  // Only requestAnalyses queues tasks, and all of its types are of this kind.
  return router.dispatch(task.task_type as AnalysisTask, {
    customerId: task.customer_id,
    taskId: task.id,
    parameters: {},
    ...(await inputsOf(stores.db, task.id)),
    limitSeconds: task.timeout_seconds ?? undefined,
    attempts: failed,
    withoutAgent: 'give up',
    signal,
  });
}

async function inputsOf(db: Reader, taskId: string): Promise<{ readonly inputs?: Readonly<Record<string, object>> }> {
  const rows = await db
    .selectFrom('task_needs')
    .innerJoin('tasks', 'tasks.id', 'task_needs.needed_id')
    .select(['tasks.analysis_type', 'tasks.result'])
    .where('task_needs.task_id', '=', taskId)
    .where('task_needs.needs', '=', 'result')
    .execute();
  if (rows.length === 0) return {};
  return { inputs: Object.fromEntries(rows.map(({ analysis_type, result }) => [analysis_type, result ?? {}])) };
}

/** Whoever registers or comes back enqueues it again at once; looking again is for agents whose circuit closes, and for whatever is missed. */
async function putBack({ stores, recheckSeconds }: TaskWork, taskId: string, visit: number): Promise<void> {
  await inChange(stores, async ({ trx }) => {
    const task = await trx
      .updateTable('tasks')
      .set({ status: 'queued', waits_for_agent: true, visit: visit + 1 })
      .where('id', '=', taskId)
      .where('visit', '=', visit)
      .where('status', '=', 'running')
      .returning('visit')
      .executeTakeFirst();
    if (task === undefined) return;
    const runAt = sql<Date>`now() + make_interval(secs => ${recheckSeconds})`;
    await enqueue(trx, 'run_task', { taskId, visit: task.visit }, { runAt });
  });
}

function cancellationOf({ db, wakeups }: Stores, taskId: string) {
  const cancellation = new AbortController();
  const look = async (): Promise<void> => {
    const task = await db.selectFrom('tasks').select('status').where('id', '=', taskId).executeTakeFirst();
    if (task === undefined || task.status === 'cancelled') cancellation.abort();
  };
  // A look that fails is made up for: what was cancelled is not kept as completed.
  const lookIfPossible = () => void look().catch(() => undefined);
  const stop = wakeups.listen(channels.task(taskId), lookIfPossible);
  // It may have been cancelled before anybody listened.
  lookIfPossible();
  return { signal: cancellation.signal, stop };
}
