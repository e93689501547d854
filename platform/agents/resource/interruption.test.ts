import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineState } from '../shared/machines.ts';
import { interruptedAmong } from './interruption.ts';

function isInterrupted(state: MachineState | undefined, status: string): boolean {
  const situation = {
    stateByInstance: new Map(state ? [['i-1', state]] : []),
    statusByInstance: new Map([['i-1', status]]),
  };
  return interruptedAmong(['i-1'], situation).length === 1;
}

test('a machine that runs on a fulfilled request is not interrupted', () => {
  assert.equal(isInterrupted('running', 'fulfilled'), false);
  assert.equal(isInterrupted('pending', 'fulfilled'), false);
  assert.equal(isInterrupted('running', 'request-canceled-and-instance-running'), false);
});

test('a machine that still runs but is announced to be taken back is interrupted', () => {
  assert.equal(isInterrupted('running', 'marked-for-termination'), true);
  assert.equal(isInterrupted('running', 'marked-for-stop'), true);
  assert.equal(isInterrupted('running', 'instance-terminated-no-capacity'), true);
});

test('a machine that is gone or going is interrupted whatever its request says', () => {
  assert.equal(isInterrupted('shutting-down', 'fulfilled'), true);
  assert.equal(isInterrupted('terminated', 'fulfilled'), true);
  assert.equal(isInterrupted(undefined, 'fulfilled'), true);
});
