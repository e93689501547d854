import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, type Stretch } from './fluid.ts';
import { percentile } from './latency.ts';
import { ReplicaModel } from './replica-model.ts';
import { acme, close } from './testing/specs.ts';

const model = new ReplicaModel(acme);
const usual = 11.25;
const half = 22.5;

function run(present: number, load: number, seconds: number) {
  const stretches: Stretch[] = [];
  const end = flow({ model, present, load }, seconds, (stretch) => stretches.push(stretch));
  const refused = stretches.reduce((sum, stretch) => sum + stretch.refused, 0);
  const completed = stretches.reduce((sum, stretch) => sum + stretch.completed, 0);
  return { end, stretches, refused, completed, firstRefusal: stretches.find((stretch) => stretch.refused > 0)?.from };
}

test('an empty replica settles where the closed form is', () => {
  close(run(0, usual, 120).end, 9.916, 0.001);
  close(model.restPoint(usual), model.at(usual).running, 1e-9);
});

test('half of the fleet gone: requests are refused after 97 s', () => {
  const { firstRefusal } = run(model.restPoint(usual), half, 200);
  close(firstRefusal ?? 0, 97, 0.01);
});

test('half of the fleet back after 60 s: nobody was refused, P95 28 s', () => {
  const { end, refused } = run(model.restPoint(usual), half, 60);
  assert.equal(refused, 0);
  close(end, 289.8, 0.001);
  close(percentile(model.latencyAt(end), 0.95), 27.97, 0.005);
});

test('half of the fleet back after 120 s: two replicas refused 183 requests', () => {
  close(2 * run(model.restPoint(usual), half, 120).refused, 183.1, 0.005);
});

test('three of four gone: requests are refused after 16 s', () => {
  close(run(model.restPoint(usual), 45, 60).firstRefusal ?? 0, 15.9, 0.04);
});

test('with caching on three of four may go, and nobody is ever refused', () => {
  const tuned = new ReplicaModel({ ...acme, prefixCaching: true });
  let refused = 0;
  const end = flow({ model: tuned, present: tuned.restPoint(usual), load: 45 }, 600, (stretch) => {
    refused += stretch.refused;
  });
  assert.equal(refused, 0);
  close(end, tuned.restPoint(45), 0.001);
});

test('half of the fleet gone without notice: one request in a thousand of the hour is lost after 110.9 s', () => {
  const budget = 0.001 * 45 * 3600;
  const background = 0.0002 * 45 * 3600;
  const inFlight = 2 * model.restPoint(usual);
  close(inFlight, 19.8, 0.002);
  const lost = (seconds: number) => background + inFlight + 2 * run(model.restPoint(usual), half, seconds).refused;
  assert.ok(lost(97) < budget);
  close(lost(110.9), budget, 0.005);
});

test('after 60 s of half a fleet P95 is normal again 49 s later', () => {
  const p95 = (present: number) => percentile(model.latencyAt(present), 0.95);
  const normal = 1.05 * p95(model.restPoint(usual));
  const start = run(model.restPoint(usual), half, 60).end;
  assert.ok(p95(run(start, usual, 48).end) > normal);
  assert.ok(p95(run(start, usual, 50).end) < normal);
});

test('requests are neither made nor lost on the way', () => {
  const { end, completed, refused } = run(5, half, 150);
  close(5 + half * 150, end + completed + refused, 1e-5);
});

test('looking often or seldom comes to the same', () => {
  let present = model.restPoint(usual);
  for (let second = 0; second < 60; second++) present = run(present, half, 1).end;
  close(present, run(model.restPoint(usual), half, 60).end, 1e-4);
});

test('a replica at rest is one stretch, however long', () => {
  const { stretches } = run(model.restPoint(usual), usual, 86_400);
  assert.equal(stretches.length, 1);
});
