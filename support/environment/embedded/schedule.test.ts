import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInOrder, type Scheduled } from './schedule';

const item = (name: string, ...after: readonly string[]): Scheduled => ({ name, after });

describe('The order of services', () => {
  it('lets each begin when those it comes after are ready, and not before', async () => {
    const log: string[] = [];
    const items = [
      item('agent', 'orchestrator'),
      item('orchestrator', 'postgres', 'redis'),
      item('redis'),
      item('postgres'),
    ];
    await runInOrder(items, async ({ name }) => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} is ready`);
    });
    const at = (line: string): number => {
      assert.ok(log.includes(line), `"${line}" is not in ${log}`);
      return log.indexOf(line);
    };
    assert.ok(at('orchestrator begins') > at('postgres is ready'));
    assert.ok(at('orchestrator begins') > at('redis is ready'));
    assert.ok(at('agent begins') > at('orchestrator is ready'));
    assert.ok(at('redis begins') < at('postgres is ready'), 'independent ones run side by side');
  });

  it('begins nothing after a failure, and tells the first one when all have ended', async () => {
    const ended: string[] = [];
    const items = [item('postgres'), item('redis'), item('orchestrator', 'postgres')];
    const running = runInOrder(items, async ({ name }) => {
      if (name === 'postgres') throw new Error('postgres is broken');
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(name);
    });
    await assert.rejects(running, { message: 'postgres is broken' });
    assert.deepEqual(ended, ['redis']);
  });

  it('refuses names that nobody has, and circles', async () => {
    const nothing = async (): Promise<void> => undefined;
    await assert.rejects(runInOrder([item('a', 'b')], nothing), {
      message: '"a" waits for "b", which is not a service',
    });
    await assert.rejects(runInOrder([item('a', 'b'), item('b', 'a')], nothing), {
      message: 'Services wait for each other: a -> b -> a',
    });
  });
});
