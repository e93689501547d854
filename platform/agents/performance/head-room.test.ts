import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeHeadRoom, judge } from './head-room.ts';
import { loadFactor, usableShareOfObjective } from './prediction.ts';

/** Four replicas of Llama-3-70B, each at 11.25 requests a second. */
const acme = { deployment: 'triage', replicas: 4, latencyP95: 1.6, utilisation: 0.5945 };
const oneLost = {
  factor: loadFactor(4, 1),
  usableShare: usableShareOfObjective,
  circumstance: 'with one machine lost',
};

test('3.13 s keep an objective of 4.0 s, not one of 3.0 s', () => {
  assert.equal(judge(oneLost, { ...acme, objective: 4 }).kept, true);
  assert.equal(judge(oneLost, { ...acme, objective: 3 }).kept, false);
});

test('a tenth of the objective must be left where a machine may be lost at any time', () => {
  assert.equal(judge(oneLost, { ...acme, objective: 3.49 }).kept, true);
  assert.equal(judge(oneLost, { ...acme, objective: 3.46 }).kept, false);
});

test('a restart that was planned may need the whole objective', () => {
  assert.equal(judge({ ...oneLost, usableShare: 1 }, { ...acme, objective: 3.46 }).kept, true);
  assert.equal(judge({ ...oneLost, usableShare: 1 }, { ...acme, objective: 3.1 }).kept, false);
});

test('without a request served nothing is kept', () => {
  const idle = judge(oneLost, { ...acme, latencyP95: undefined, objective: 1000 });
  assert.equal(idle.kept, false);
  assert.match(describeHeadRoom(idle), /has served no request/);
});

test('the verdict is told with its figures', () => {
  const told = describeHeadRoom(judge(oneLost, { ...acme, objective: 4 }));
  assert.match(told, /from 1\.60 s to 3\.13 s, within 3\.60 s, which is 90 % of the objective of 4\.00 s/);
});
