import assert from 'node:assert/strict';
import { test } from 'node:test';
import { obstacleTo } from './decisions.ts';

const now = new Date('2026-03-01T12:00:00Z');
const waiting = { status: 'pending', expires_at: new Date(now.getTime() + 1) } as const;
const performance = { agent_type: 'performance', approved: true, reason: 'enough head-room' } as const;
const application = { agent_type: 'application', approved: true, reason: 'baseline established' } as const;

test('a waiting recommendation that both agents approve can be approved', () => {
  assert.equal(obstacleTo(waiting, [performance, application], now), undefined);
});

test('every obstacle is told in words', () => {
  assert.match(obstacleTo(waiting, [performance], now) ?? '', /application agent has not validated/);
  const objection = { ...performance, approved: false, reason: 'too little head-room' };
  assert.match(
    obstacleTo(waiting, [objection, application], now) ?? '',
    /performance agent objects: too little head-room/,
  );
  assert.match(obstacleTo({ ...waiting, status: 'withdrawn' }, [performance, application], now) ?? '', /is withdrawn/);
  assert.match(obstacleTo({ ...waiting, expires_at: now }, [performance, application], now) ?? '', /expired at/);
});
