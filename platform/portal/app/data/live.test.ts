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
  const { live, lines, states, tick } = listen(context);
  lines[0]?.opened();
  lines[0]?.closed(4403);
  tick(60_000);
  live.tryNow();
  assert.equal(lines.length, 1);
  assert.equal(states.at(-1), 'reconnecting');
});

test('a refused token is asked to be renewed, and the line is tried again after the usual wait', (context) => {
  const { lines, renewals, tick } = listen(context);
  lines[0]?.closed(1006);
  assert.equal(renewals(), 0);
  tick(250);
  lines[1]?.closed(4401);
  assert.equal(renewals(), 1);
  tick(499);
  assert.equal(lines.length, 2);
  tick(1);
  assert.equal(lines.length, 3);
});

test('a network that is back ends the wait, once', (context) => {
  const { live, lines, states, tick } = listen(context);
  live.tryNow();
  assert.equal(lines.length, 1, 'a line was open already');
  lines[0]?.closed(1006);
  live.tryNow();
  live.tryNow();
  assert.equal(lines.length, 2);
  assert.deepEqual(states, ['connecting', 'reconnecting', 'reconnecting']);
  tick(60_000);
  assert.equal(lines.length, 2);
});

test('news prove a line before its time', (context) => {
  const { lines, states, tick } = listen(context);
  lines[0]?.opened();
  lines[0]?.heard('{"id":1}');
  tick(1000);
  assert.deepEqual(states, ['connecting', 'live']);
});

test('what has ended closes its line, and neither comes back nor says anything', (context) => {
  const { live, lines, states, closings, tick } = listen(context);
  lines[0]?.opened();
  live.end();
  assert.equal(closings(), 1);
  lines[0]?.closed(1000);
  live.tryNow();
  tick(60_000);
  assert.equal(lines.length, 1);
  assert.deepEqual(states, ['connecting']);
});

test('what ends while it waits does not try again', (context) => {
  const { live, lines, tick } = listen(context);
  lines[0]?.closed(1006);
  live.end();
  tick(60_000);
  assert.equal(lines.length, 1);
});

function listen(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const lines: LineListener[] = [];
  const afters: (number | undefined)[] = [];
  const states: LiveState[] = [];
  const events: number[] = [];
  const close = context.mock.fn();
  const onUnauthorized = context.mock.fn();
  const live = new Live({
    open: (after, listener) => {
      afters.push(after);
      lines.push(listener);
      return { close };
    },
    onEvent: ({ id }) => events.push(id),
    onState: (state) => states.push(state),
    onUnauthorized,
    random: () => 1,
  });
  context.after(() => live.end());
  const renewals = () => onUnauthorized.mock.callCount();
  const closings = () => close.mock.callCount();
  return {
    live,
    lines,
    afters,
    states,
    events,
    renewals,
    closings,
    tick: (ms: number) => context.mock.timers.tick(ms),
  };
}
