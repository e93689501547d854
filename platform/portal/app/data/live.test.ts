import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type LineListener, Live, type LiveState, waitBefore } from './live.ts';

test('waits grow, are spread by chance, and end at fifteen seconds', () => {
  assert.equal(waitBefore(0, 0), 125);
  assert.equal(waitBefore(0, 1), 250);
  assert.equal(waitBefore(3, 1), 2000);
  assert.equal(waitBefore(30, 1), 15_000);
});

test('a line that is opened and lost at once counts as a failed try', (context) => {
  const { lines, states, tick } = listen(context);
  for (const wait of [250, 500, 1000, 2000]) {
    lines.at(-1)?.opened();
    lines.at(-1)?.closed(1011);
    const before = lines.length;
    tick(wait - 1);
    assert.equal(lines.length, before);
    tick(1);
    assert.equal(lines.length, before + 1);
  }
  assert.ok(!states.includes('live'));
});

test('a line that lasts is live, and the next loss begins with a short wait', (context) => {
  const { lines, states, tick } = listen(context);
  lines[0]?.closed(1006);
  tick(250);
  lines[1]?.opened();
  tick(1000);
  assert.equal(states.at(-1), 'live');
  lines[1]?.closed(1006);
  tick(250);
  assert.equal(lines.length, 3);
});

test('what was missed is asked for, and what comes twice is told once', (context) => {
  const { lines, afters, events, tick } = listen(context);
  lines[0]?.opened();
  lines[0]?.heard('{"id":7}');
  lines[0]?.closed(1006);
  tick(250);
  lines[1]?.heard('{"id":7}');
  lines[1]?.heard('{"id":8}');
  assert.deepEqual(afters, [undefined, 7]);
  assert.deepEqual(events, [7, 8]);
});

test('a line that is not theirs is not tried again, and not called live', (context) => {
  const { lines, states, tick } = listen(context);
  lines[0]?.opened();
  lines[0]?.closed(4403);
  tick(60_000);
  assert.equal(lines.length, 1);
  assert.equal(states.at(-1), 'reconnecting');
});

function listen(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: LineListener[] = [];
  const afters: (number | undefined)[] = [];
  const states: LiveState[] = [];
  const events: number[] = [];
  const live = new Live({
    open: (after, listener) => {
      afters.push(after);
      lines.push(listener);
      return { close: () => undefined };
    },
    onEvent: ({ id }) => events.push(id),
    onState: (state) => states.push(state),
    onUnauthorized: () => undefined,
    random: () => 1,
  });
  context.after(() => live.end());
  return { lines, afters, states, events, tick: (ms: number) => context.mock.timers.tick(ms) };
}
