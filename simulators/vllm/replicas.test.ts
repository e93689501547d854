import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthyHardware } from '../world/machines.ts';
import { acmeDeployment, FleetWorld, metricsOver, quantile, sample, wholeMachine } from './testing/fleet-world.ts';
import { close } from './testing/specs.ts';

const latency = 'vllm:e2e_request_latency_seconds';

test('a replica on a new machine is ready 30 s after the machine runs', async () => {
  const world = await FleetWorld.acme();
  world.machine('spot-1', { state: 'pending' });
  const added = await world.change('POST', '/deployments/triage/replicas', {
    machine_id: 'i-spot-1',
    engine_args: wholeMachine,
  });
  assert.equal(added.status, 201);
  assert.equal(JSON.parse(added.body).state, 'loading');
  world.clock.pass(30);
  world.machine('spot-1');
  world.clock.pass(29.9);
  assert.equal((await world.replicas())[4]?.state, 'loading');
  assert.equal((await world.read('/replicas/triage-5/metrics')).status, 503);
  world.clock.pass(0.2);
  assert.equal((await world.replicas())[4]?.state, 'ready');
  const again = await world.change('POST', '/deployments/triage/replicas', {
    machine_id: 'i-spot-1',
    engine_args: wholeMachine,
  });
  assert.equal(JSON.parse(again.body).replica_id, 'triage-5');
  assert.equal((await world.replicas()).length, 5);
});

test('a machine that cannot boot its engine fails after 120 s', async () => {
  const world = await FleetWorld.acme();
  world.machine('spot-1', { hardware: { ...healthyHardware, bootFailure: true } });
  await world.change('POST', '/deployments/triage/replicas', { machine_id: 'i-spot-1', engine_args: wholeMachine });
  world.clock.pass(119);
  assert.equal((await world.replicas())[4]?.state, 'loading');
  world.clock.pass(2);
  assert.equal((await world.replicas())[4]?.state, 'failed');
});

test('what does not fit is refused with the figures', async () => {
  const world = await FleetWorld.acme();
  world.machine('small', { instanceType: 'g5.12xlarge' });
  const engine_args = { ...wholeMachine, tensor_parallel_size: 4 };
  const refused = await world.change('POST', '/deployments/triage/replicas', { machine_id: 'i-small', engine_args });
  assert.equal(refused.status, 400);
  assert.match(refused.body, /141\.2 GB of weights.*short by 60\.8 GB/);
});

test('half of the fleet vanishing loses what it was answering, and later refuses', async () => {
  const world = await FleetWorld.acme();
  world.machine('serve-1', { state: 'terminated' });
  world.machine('serve-2', { state: 'terminated' });
  const at = async (windowSeconds: number) =>
    (await world.json(`/deployments/triage/traffic?window_seconds=${windowSeconds}`)).failed;
  close(await at(1), 20, 0);
  world.clock.pass(90);
  close(await at(89), 0, 1);
  world.clock.pass(30);
  close(await at(119), 183, 0.02);
  const text = (await world.read('/metrics')).body;
  assert.equal(sample(text, 'gateway_requests_total{deployment="triage",replica="triage-1",code="500"}'), 18);
  assert.equal(sample(text, 'gateway_traffic_weight{deployment="triage",replica="triage-3"}'), 1);
});

test('a replica drained before its machine ends loses nothing', async () => {
  const world = await FleetWorld.acme();
  assert.equal((await world.change('DELETE', '/deployments/triage/replicas/triage-1')).status, 204);
  assert.equal((await world.replicas())[0]?.state, 'draining');
  world.clock.pass(20);
  assert.equal((await world.replicas()).length, 3);
  world.machine('serve-1', { state: 'terminated' });
  world.clock.pass(1);
  assert.equal((await world.json('/deployments/triage/traffic?window_seconds=21')).failed, 0);
});

test('a vanished machine stays listed as gone for a minute', async () => {
  const world = await FleetWorld.acme();
  world.machine('serve-1', { state: 'shutting-down' });
  world.clock.pass(59);
  assert.equal((await world.replicas())[0]?.state, 'gone');
  world.clock.pass(2);
  assert.equal((await world.replicas()).length, 3);
});

test('a restarted replica loads for 10 s and serves as its new arguments let it', async () => {
  const world = await FleetWorld.acme();
  const tuned = { ...wholeMachine, enable_prefix_caching: true };
  await world.change('PUT', '/deployments/triage/replicas/triage-1/engine-args', tuned);
  assert.equal((await world.replicas())[0]?.state, 'loading');
  assert.equal((await world.read('/replicas/triage-1/v1/completions')).status, 404);
  world.clock.pass(9.9);
  assert.equal((await world.replicas())[0]?.state, 'loading');
  world.clock.pass(0.2);
  assert.equal((await world.replicas())[0]?.state, 'ready');
  world.clock.pass(170);
  const readings = await metricsOver(world, 'triage-1', 60);
  close(quantile(0.95, latency, readings), 0.72, 0.006);
  close(
    sample(readings[1], 'vllm:prefix_cache_hits_total') / sample(readings[1], 'vllm:prefix_cache_queries_total'),
    0.76,
    1e-4,
  );
});

test('replicas under the same load do not count their failures at the same moment', async () => {
  const world = await FleetWorld.acme();
  const counts = async () => {
    const text = (await world.read('/metrics')).body;
    const of = (k: number) =>
      sample(text, `gateway_requests_total{deployment="triage",replica="triage-${k}",code="500"}`);
    return [1, 2, 3, 4].reduce((sum, k) => sum + of(k), 0);
  };
  const steps: number[] = [];
  for (let last = await counts(), k = 0; k < 60; k++) {
    world.clock.pass(10);
    const now = await counts();
    steps.push(now - last);
    last = now;
  }
  // 45 requests a second fail at 0.02 %: 5.4 in 600 s.
  assert.ok([5, 6].includes(steps.reduce((sum, step) => sum + step, 0)));
  assert.ok(Math.max(...steps) === 1);
});

test('a slow machine makes a slow replica', async () => {
  const world = new FleetWorld();
  for (const k of [1, 2, 3]) world.machine(`serve-${k}`);
  world.machine('serve-4', { hardware: { ...healthyHardware, gpuSlowdown: 1.3 } });
  await world.create(acmeDeployment(['serve-1', 'serve-2', 'serve-3', 'serve-4']));
  close(quantile(0.95, latency, await metricsOver(world, 'triage-4', 60)), 3.72, 0.006);
});

test('a machine that becomes slower under load takes its replica with it, and back', async () => {
  const world = await FleetWorld.acme();
  const tuned = { ...wholeMachine, enable_prefix_caching: true };
  await world.change('PUT', '/deployments/triage/replicas/triage-1/engine-args', tuned);
  world.clock.pass(180);
  const served = sample((await world.read('/replicas/triage-1/metrics')).body, 'vllm:request_success_total');
  world.machine('serve-1', { hardware: { ...healthyHardware, gpuSlowdown: 3 } });
  world.clock.pass(60);
  const slow = await metricsOver(world, 'triage-1', 60);
  close(quantile(0.95, latency, slow), 3.52, 0.01);
  assert.ok(sample(slow[0], 'vllm:request_success_total') > served, 'its counters go on');
  assert.equal((await world.replicas())[0]?.state, 'ready');
  world.machine('serve-1');
  world.clock.pass(60);
  close(quantile(0.95, latency, await metricsOver(world, 'triage-1', 60)), 0.72, 0.006);
});

test('small replicas fill a machine', async () => {
  const world = new FleetWorld();
  world.machine('api-1', { instanceType: 'g5.48xlarge' });
  const engine_args = { ...wholeMachine, tensor_parallel_size: 1 };
  const load = { requests_per_second: 37, prompt_tokens: 128, answer_tokens: 24 };
  await world.create({ ...acmeDeployment(['api-1']), model: 'llama-3-8b', engine_args, load });
  assert.equal((await world.replicas()).length, 8);
  world.machine('api-2', { instanceType: 'g5.24xlarge' });
  const ids: string[] = [];
  for (let k = 0; k < 5; k++) {
    const { body } = await world.change('POST', '/deployments/triage/replicas', { machine_id: 'i-api-2', engine_args });
    ids.push(JSON.parse(body).replica_id);
  }
  assert.deepEqual(ids, ['triage-9', 'triage-10', 'triage-11', 'triage-12', 'triage-9']);
});
