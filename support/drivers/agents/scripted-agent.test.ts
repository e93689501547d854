import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Behaviour, ScriptedAgent } from './scripted-agent';

const KEY = 'the agent key of the test';

describe('A scripted agent', () => {
  it('answers a task as the contract wants it, and keeps it with its times', async () => {
    await using(async (agent) => {
      const task = newTask();
      const { status, output } = await ask(agent, task);
      assert.equal(status, 'completed');
      assert.equal(output.monthly_cost, 120_000);
      const [kept] = agent.received;
      assert.deepEqual(kept?.task, task);
      assert.ok(kept && kept.answeredAt !== undefined && kept.answeredAt >= kept.at);
    });
  });

  it('behaves as it is told, for as many tasks as it is told', async () => {
    await using(async (agent) => {
      agent.behave({ kind: 'failing' }, 2);
      const answers = [await ask(agent), await ask(agent), await ask(agent)];
      assert.deepEqual(
        answers.map(({ status }) => status),
        ['failed', 'failed', 'completed'],
      );
    });
  });

  it('answers what no contract allows when it is told to', async () => {
    await using(async (agent) => {
      const about = newTask();
      const say = async (how: Extract<Behaviour, { kind: 'nonsense' }>['how']) => {
        agent.behave({ kind: 'nonsense', how });
        return await post(agent, about);
      };
      assert.equal((await say('an internal error')).status, 500);
      assert.match(await (await say('no JSON')).text(), /^All is well/);
      assert.deepEqual(((await (await say('a result with gaps')).json()) as { output: object }).output, {});
      assert.notEqual(
        ((await (await say('a result of another task')).json()) as { task_id: string }).task_id,
        about.task_id,
      );
    });
  });

  it('waits until it may answer, and notes that nobody waits any more', async () => {
    await using(async (agent) => {
      let release = () => {};
      agent.behave({ kind: 'waiting', until: () => new Promise<void>((resolve) => (release = resolve)) });
      const task = newTask();
      const answer = ask(agent, task);
      await received(agent, 1);
      await cancel(agent, `/tasks/${task.task_id}`);
      assert.notEqual(agent.received[0]?.cancelledAt, undefined);
      assert.equal(agent.received[0]?.answeredAt, undefined);
      release();
      assert.equal((await answer).status, 'completed');
    });
  });

  it('breaks its connections when it is cut off, and keeps what would have come', async () => {
    for (const ownProcess of [false, true]) {
      await using(async (agent) => {
        agent.behave({ kind: 'cut off' });
        await assert.rejects(post(agent, newTask()), { message: 'fetch failed' });
        assert.equal(agent.received.length, 1);
      }, ownProcess);
    }
  });

  it('is cut off for as many tasks as it is told', async () => {
    await using(async (agent) => {
      agent.behave({ kind: 'cut off' }, 1);
      await assert.rejects(post(agent, newTask()), { message: 'fetch failed' });
      assert.equal((await ask(agent)).status, 'completed');
    });
  });

  it('fails the next look, and the end, after a message that the contract does not know, or without the key', async () => {
    for (const [task, key, complaint] of [
      [{ ...newTask(), priority: 1 }, KEY, /"priority"/],
      [newTask(), 'another key', /agent key/],
    ] as const) {
      const agent = await ScriptedAgent.start({ name: 'cost-1', agentKey: KEY });
      assert.equal((await post(agent, task, key)).status, 400);
      assert.throws(() => agent.received, complaint);
      await assert.rejects(agent.stop(), complaint);
    }
  });

  it('does so, too, after an operation that the contract does not know', async () => {
    for (const path of ['/tasks', '/tasks/latest', `/jobs/${randomUUID()}`]) {
      const agent = await ScriptedAgent.start({ name: 'cost-1', agentKey: KEY });
      assert.equal((await cancel(agent, path)).status, 400);
      await assert.rejects(agent.stop(), /no such operation/);
    }
  });

  it('does not mind being told of a task that has never arrived', async () => {
    await using(async (agent) => assert.equal((await cancel(agent, `/tasks/${randomUUID()}`)).status, 204));
  });

  it('in a process of its own breaks off when that is killed', async () => {
    const agent = await ScriptedAgent.start({ name: 'cost-1', agentKey: KEY, ownProcess: true });
    assert.equal((await ask(agent)).status, 'completed');
    agent.behave({ kind: 'silent' });
    const broken = assert.rejects(post(agent, newTask()));
    await received(agent, 2);
    await agent.crash();
    await broken;
    await agent.stop();
  });
});

async function using(work: (agent: ScriptedAgent) => Promise<void>, ownProcess = false): Promise<void> {
  const agent = await ScriptedAgent.start({ name: 'cost-1', agentKey: KEY, ownProcess });
  try {
    await work(agent);
  } finally {
    await agent.stop();
  }
}

async function received(agent: ScriptedAgent, tasks: number): Promise<void> {
  while (agent.received.length < tasks) await new Promise((resolve) => setTimeout(resolve, 5));
}

function newTask() {
  const customer = { customer_id: randomUUID(), clouds: [] };
  return { task_id: randomUUID(), task_type: 'analyze_cost', customer, parameters: {} };
}

function post(agent: ScriptedAgent, task: object, key = KEY): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-agent-key': key };
  return fetch(`${agent.url}/tasks`, { method: 'POST', headers, body: JSON.stringify(task) });
}

function cancel(agent: ScriptedAgent, path: string): Promise<Response> {
  return fetch(`${agent.url}${path}`, { method: 'DELETE', headers: { 'x-agent-key': KEY } });
}

interface Result {
  readonly status: string;
  readonly output: { readonly monthly_cost: number };
}

async function ask(agent: ScriptedAgent, task = newTask()): Promise<Result> {
  return (await (await post(agent, task)).json()) as Result;
}
