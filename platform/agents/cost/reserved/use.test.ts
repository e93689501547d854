import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOfHours } from './use.ts';

const hours = (count: number, percent: number) => Array.from({ length: count }, () => percent);

test('a machine that works an hour a night is in use for a 24th of the time, however much it works then', () => {
  assert.equal(shareOfHours([...hours(30, 90), ...hours(690, 0)], hours(720, 1)), 1 / 24);
});

test('GPUs that never get above 5 % of an hour did not work in it', () => {
  assert.equal(shareOfHours(hours(720, 4.9), hours(720, 1)), 0);
  assert.equal(shareOfHours(hours(720, 5), hours(720, 1)), 1);
});

test('of a machine without GPUs it counts that it ran; where nothing was measured, nothing is known', () => {
  assert.equal(shareOfHours([], hours(576, 1)), 0.8);
  assert.equal(shareOfHours([], []), undefined);
});

test('the hour that has just begun makes it no more than all', () => {
  assert.equal(shareOfHours(hours(721, 50), []), 1);
});
