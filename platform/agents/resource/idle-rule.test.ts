import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine } from '../shared/testing/machine.ts';
import { judgeIdle } from './idle-rule.ts';
import { usageFrom } from './usage.ts';

const now = new Date('2026-06-30T12:00:00Z');
const old = machine({ launchedAt: new Date('2026-01-01T00:00:00Z') });

/** A week of hours, in percent. */
function week(hours: readonly { readonly mean: number; readonly maximum: number }[]) {
  const by = {
    gpuMean: hours.map(({ mean }) => mean),
    gpuMaximum: hours.map(({ maximum }) => maximum),
    hostMemory: [],
  };
  return usageFrom((name) => by[name]);
}

function always(percent: number, hours = 168) {
  return week(Array.from({ length: hours }, () => ({ mean: percent, maximum: percent })));
}

test('a GPU maximum of 4.9 % is idle, one of 5.0 % is in use', () => {
  assert.equal(judgeIdle(old, always(4.9), now), 'idle');
  assert.equal(judgeIdle(old, always(5), now), 'in_use');
});

test('an hour at 90 % each night is in use, though the mean of the week is 3.75 %', () => {
  const nightly = week(
    Array.from({ length: 168 }, (_, k) => (k % 24 === 0 ? { mean: 90, maximum: 90 } : { mean: 0, maximum: 0 })),
  );
  assert.equal(nightly.gpuMean?.toFixed(4), '0.0375');
  assert.equal(judgeIdle(old, nightly, now), 'in_use');
});

test('a machine younger than a week has not been looked at long enough', () => {
  const launchedDaysAgo = (days: number) => machine({ launchedAt: new Date(now.getTime() - days * 86_400_000) });
  assert.equal(judgeIdle(launchedDaysAgo(6.9), always(0), now), 'not_measured_long_enough');
  assert.equal(judgeIdle(launchedDaysAgo(7), always(0), now), 'idle');
});

test('what was measured for part of the week only, or not at all, is not called idle', () => {
  assert.equal(judgeIdle(old, always(0, 100), now), 'not_measured_long_enough');
  assert.equal(judgeIdle(old, always(0, 0), now), 'not_measured_long_enough');
  assert.equal(judgeIdle(old, undefined, now), 'not_measured_long_enough');
  assert.equal(judgeIdle(old, always(50, 100), now), 'in_use');
});
