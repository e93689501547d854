import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { AccessDeniedError } from '../../shared/access-denied-error.ts';
import { GatewayError } from '../../shared/gateway.ts';
import { createLogger } from '../../shared/logger.ts';
import { Dispatcher } from './dispatch.ts';
import { defineTask, gatewayUrlOf, neededAws, type TaskContext, TaskError } from './task.ts';

const request = {
  task_id: 'a3b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11',
  task_type: 'measure_spend' as const,
  customer: { customer_id: 'b3b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11', clouds: [] },
};

test('a task is done with its parameters and answered with its output', async () => {
  const result = await run(async ({ hours }) => ({ dollars: hours * 2 }), { hours: 21 });
  assert.deepEqual(result, { task_id: request.task_id, status: 'completed', output: { dollars: 42 } });
});

test('parameters of another shape are refused by name', async () => {
  const { error } = await run(async () => ({ dollars: 0 }), { hours: 'two' });
  assert.equal(error?.code, 'invalid_parameters');
  assert.match(error?.message ?? '', /^parameters\.hours: /);
  assert.equal(error?.retryable, false);
});

test('an output that is not what the contract says is never sent', async () => {
  const { status, output, error } = await run(async () => ({ dollars: Number.NaN }), { hours: 1 });
  assert.deepEqual([status, output, error?.code], ['failed', undefined, 'agent_error']);
});

for (const [error, code, retryable] of [
  [new TaskError('no_price', 'none', { retryable: false }), 'no_price', false],
  [new AccessDeniedError('arn:aws:iam::1:role/a', new Error('no')), 'access_denied', false],
  [Object.assign(new Error('no'), { name: 'UnauthorizedOperation' }), 'access_denied', false],
  [new GatewayError('silent', {}), 'fleet_unreachable', true],
  [Object.assign(new Error('away'), { $metadata: { httpStatusCode: 503 } }), 'cloud_unreachable', true],
  [Object.assign(new Error('away'), { status: 503 }), 'cloud_unreachable', true],
  [new Error('the store is away'), 'agent_error', true],
] as const) {
  test(`${error.name} is told as ${code}, ${retryable ? 'worth' : 'not worth'} another try`, async () => {
    const result = await run(() => Promise.reject(error), { hours: 1 });
    assert.equal(result.status, 'failed');
    assert.deepEqual([result.error?.code, result.error?.retryable], [code, retryable]);
  });
}

test('a task that needs the cloud or the fleet says so where there is none', async () => {
  for (const needed of [neededAws, gatewayUrlOf]) {
    const { error } = await run(async (_, context) => ({ dollars: String(needed(context)).length }), { hours: 1 });
    assert.equal(error?.code, 'invalid_parameters');
  }
});

test('a task of another agent is refused with what this one does', async () => {
  const { error } = await dispatcher(async () => ({ dollars: 0 })).run({
    ...request,
    task_type: 'open_window',
    parameters: {},
  });
  assert.equal(error?.code, 'unsupported_task');
  assert.match(error?.message ?? '', /It does measure_spend/);
});

test('tasks in work are counted until they are done', async () => {
  let finish = (_: { dollars: number }): void => undefined;
  const work = new Promise<{ dollars: number }>((resolve) => {
    finish = resolve;
  });
  const busy = dispatcher(() => work);
  const tasks = [1, 2].map(() => busy.run({ ...request, parameters: { hours: 1 } }));
  assert.equal(busy.running, 2);
  finish({ dollars: 1 });
  await Promise.all(tasks);
  assert.equal(busy.running, 0);
});

test('a task that is cancelled is answered at once, and told to end', async () => {
  let told: AbortSignal | undefined;
  const endless = dispatcher((_, { signal }) => {
    told = signal;
    return new Promise(() => undefined);
  });
  const answer = endless.run({ ...request, parameters: { hours: 1 } });
  endless.cancel(request.task_id);
  endless.cancel('b3b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c12');
  const { status, error } = await answer;
  assert.deepEqual([status, error?.code, told?.aborted, endless.running], ['failed', 'cancelled', true, 0]);
});

type Run = (parameters: { hours: number }, context: TaskContext) => Promise<{ dollars: number }>;

function dispatcher(run: Run): Dispatcher {
  const task = defineTask({
    parameters: z.object({ hours: z.number() }),
    output: z.object({ dollars: z.number() }),
    run,
  });
  return new Dispatcher({ measure_spend: task }, createLogger('test', 'fatal'));
}

function run(doing: Run, parameters: unknown) {
  return dispatcher(doing).run({ ...request, parameters });
}
