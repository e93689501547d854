import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { registerAgent } from '../agents/registry.ts';
import { TaskError } from '../agents/task-error.ts';
import { type TaskOutput, type TaskType, tasks } from '../agents/tasks.ts';
import type { Stores } from '../database/change.ts';

export interface ReceivedTask {
  readonly task_id: string;
  readonly task_type: TaskType;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How each task is answered; a TaskError that is thrown is a failed task. */
export type Script = { readonly [T in TaskType]?: (task: ReceivedTask) => TaskOutput<T> | Promise<TaskOutput<T>> };

export interface ScriptedAgents {
  /** Every task that arrived, in this order. */
  readonly received: readonly ReceivedTask[];
  /** From now on does such a task, and tells that it broke. */
  lose(type: TaskType): void;
  stop(): Promise<void>;
}

/** One server that plays an agent of each type, registered. */
export async function startAgents(stores: Stores, script: Script): Promise<ScriptedAgents> {
  const received: ReceivedTask[] = [];
  const lost = new Set<TaskType>();
  const server = createServer(async (request, response) => {
    const task: ReceivedTask = JSON.parse(await bodyOf(request));
    received.push(task);
    const done = await answer(script, task);
    const told = lost.has(task.task_type) ? brokenAfter(task) : done;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(told));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The agents have no port');
  for (const agent_type of new Set(Object.values(tasks).map(({ agentType }) => agentType))) {
    const endpoint = `http://127.0.0.1:${address.port}`;
    await registerAgent(stores, {
      agent_type,
      version: '1',
      capabilities: ['all'],
      hostname: 'test',
      endpoint,
      pool: 'default',
    });
  }
  return {
    received,
    lose: (type) => void lost.add(type),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(script: Script, task: ReceivedTask): Promise<object> {
  const { task_id, task_type } = task;
  try {
    const output = await script[task_type]?.(task);
    if (output === undefined)
      throw new TaskError('unsupported_task', `No script for ${task_type}`, { retryable: false });
    return { task_id, status: 'completed', output };
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    const { code, message, retryable } = error;
    return { task_id, status: 'failed', error: { code, message, retryable } };
  }
}

function brokenAfter({ task_id }: ReceivedTask): object {
  return { task_id, status: 'failed', error: { code: 'agent_error', message: 'It broke', retryable: true } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of request.setEncoding('utf8')) chunks.push(chunk);
  return chunks.join('');
}
