import assert from 'node:assert/strict';
import { test } from 'node:test';
import { healthyHardware } from '../world/machines.ts';
import { goldenSet } from './golden-set.ts';
import {
  account,
  acmeDeployment,
  FleetWorld,
  metricsOver,
  quantile,
  sample,
  wholeMachine,
} from './testing/fleet-world.ts';
import { close } from './testing/specs.ts';

const latency = 'vllm:e2e_request_latency_seconds';

test('a new fleet has an hour of steady traffic behind it', async () => {
  const world = await FleetWorld.acme();
  assert.deepEqual(await world.json('/deployments/triage/traffic'), {
    window_seconds: 3600,
    requests: 162_000,
    failed: 32,
  });
  const replicas = await world.replicas();
  assert.deepEqual(
    replicas.map(({ state, weight }) => [state, weight]),
    Array(4).fill(['ready', 1]),
  );
});

test("the histogram's P95 and P99 are the model's within 1 %", async () => {
  const world = await FleetWorld.acme();
  const readings = await metricsOver(world, 'triage-1', 600);
  close(quantile(0.95, latency, readings), 1.6, 0.006);
  close(quantile(0.99, latency, readings), 2.04, 0.006);
});

test('a reading carries gauges, counters and the GPUs, with the time of the world', async () => {
  const world = await FleetWorld.acme();
  const { body } = await world.read('/replicas/triage-2/metrics');
  close(sample(body, 'vllm:num_requests_running'), 9.916, 0.001);
  assert.equal(sample(body, 'vllm:request_success_total'), Math.round(11.25 * 3600 * 0.9998));
  assert.equal(sample(body, 'vllm:prefix_cache_hits_total'), 0);
  close(sample(body, 'DCGM_FI_DEV_GPU_UTIL{gpu="7"'), 59.37, 0.001);
  assert.ok(body.includes(`vllm:num_requests_waiting{model_name="llama-3-70b",engine="0"} 0 ${world.clock.now()}`));
});

test('a change needs the admin key, the control its own', async () => {
  const world = await FleetWorld.acme();
  world.adminKey = 'wrong';
  const refused = await world.change('PUT', '/deployments/triage/weights', { 'triage-1': 1 });
  assert.equal(refused.status, 401);
  assert.deepEqual(Object.keys(JSON.parse(refused.body)), ['title', 'status', 'detail']);
  assert.equal((await world.app.inject({ method: 'POST', url: '/control/fleets' })).statusCode, 401);
});

test('weights share out the load', async () => {
  const world = await FleetWorld.acme();
  const weights = { 'triage-1': 1, 'triage-2': 3, 'triage-3': 3, 'triage-4': 3 };
  assert.deepEqual(JSON.parse((await world.change('PUT', '/deployments/triage/weights', weights)).body), weights);
  world.clock.pass(120);
  const readings = await metricsOver(world, 'triage-2', 60);
  close(quantile(0.95, latency, readings), 2.26, 0.006);
});

test('the gateway may apply weights late and refuse removals', async () => {
  const world = await FleetWorld.acme();
  await world.control('PUT', `/${world.fleetId}/gateway`, { apply_delay_seconds: 30, refuse_removals: true });
  await world.change('PUT', '/deployments/triage/weights', { 'triage-1': 1, 'triage-2': 1, 'triage-3': 1 });
  world.clock.pass(29);
  assert.equal((await world.replicas())[3]?.weight, 1);
  world.clock.pass(2);
  assert.equal((await world.replicas())[3]?.weight, 0);
  assert.equal((await world.change('DELETE', '/deployments/triage/replicas/triage-4')).status, 503);
});

test('weights for what cannot serve are refused', async () => {
  const world = await FleetWorld.acme();
  const set = async (weights: Record<string, number>) =>
    (await world.change('PUT', '/deployments/triage/weights', weights)).status;
  assert.equal(await set({ nobody: 1 }), 400);
  assert.equal(await set({ 'triage-1': 0 }), 400);
  world.machine('serve-1', { state: 'terminated' });
  assert.equal(await set({ 'triage-1': 1 }), 409);
});

test('with no replica left requests fail', async () => {
  const world = await FleetWorld.acme();
  for (const k of [1, 2, 3, 4]) world.machine(`serve-${k}`, { state: 'terminated' });
  world.clock.pass(10);
  const { requests, failed } = await world.json('/deployments/triage/traffic?window_seconds=9');
  assert.deepEqual([requests, failed], [405, 405]);
  const asked = await world.app.inject({
    method: 'POST',
    url: `/fleets/${world.fleetId}/v1/completions`,
    payload: { model: 'llama-3-70b', prompt: 'Hello' },
  });
  assert.equal(asked.statusCode, 503);
});

test('answers come from the replica asked, or from all in turn', async () => {
  const world = new FleetWorld();
  for (const k of [1, 2, 3]) world.machine(`serve-${k}`);
  world.machine('serve-4', { hardware: { ...healthyHardware, qualityLoss: 0.08 } });
  await world.create(acmeDeployment(['serve-1', 'serve-2', 'serve-3', 'serve-4']));
  const quality = async (path: string) => {
    const payload = { model: 'llama-3-70b', prompt: goldenSet.map(({ prompt }) => prompt) };
    const { choices } = (
      await world.app.inject({ method: 'POST', url: `/fleets/${world.fleetId}${path}`, payload })
    ).json();
    const right = goldenSet.map(({ answer }, k) => {
      const words = choices[k].text.split(' ');
      return answer.split(' ').filter((word, place) => word === words[place]).length;
    });
    return right.reduce((sum, count) => sum + count, 0) / 5000;
  };
  assert.equal(await quality('/replicas/triage-1/v1/completions'), 0.96);
  assert.equal(await quality('/replicas/triage-4/v1/completions'), 0.8832);
  close(await quality('/v1/completions'), 0.96 * 0.98, 0.003);
});

test('a change of load shows', async () => {
  const world = await FleetWorld.acme();
  await world.control('PUT', `/${world.fleetId}/load`, { deployment: 'triage', requests_per_second: 90 });
  world.clock.pass(10);
  assert.equal((await world.json('/deployments/triage/traffic?window_seconds=10')).requests < 900, true);
  close(sample((await world.read('/replicas/triage-1/metrics')).body, 'vllm:num_requests_running'), 60, 0.3);
});

test('a fleet goes when it is removed, and with its account', async () => {
  const world = await FleetWorld.acme();
  world.machines.closeAccount(account);
  assert.equal((await world.read('/deployments')).status, 404);
  const other = await FleetWorld.acme();
  assert.equal((await other.control('DELETE', `/${other.fleetId}`)).status, 204);
  assert.equal((await other.read('/deployments')).status, 404);
});

test('a fleet that cannot be is refused', async () => {
  const world = new FleetWorld();
  const unknown = await world.create(acmeDeployment(['nobody']));
  assert.deepEqual([unknown.status, /nobody does not run/.test(unknown.body)], [400, true]);
  world.machine('serve-1');
  const twice = await world.create(acmeDeployment(['serve-1', 'serve-1']));
  assert.deepEqual([twice.status, /must differ/.test(twice.body)], [400, true]);
  const faulty = await world.create({ ...acmeDeployment([]), slo_p95_seconds: -1 });
  assert.match(faulty.body, /body\.deployments\.0\.machines.*body\.deployments\.0\.slo_p95_seconds/);
});

test('a fleet tells how busy it keeps the GPUs of its machines, and of no others', async () => {
  const world = new FleetWorld();
  world.machine('api-1', { instanceType: 'g5.48xlarge' });
  world.machine('spare-1');
  await world.create({
    ...acmeDeployment(['api-1']),
    model: 'llama-3-8b',
    engine_args: { ...wholeMachine, tensor_parallel_size: 1 },
    load: { requests_per_second: 37, prompt_tokens: 128, answer_tokens: 24 },
  });
  const steady = world.machines.gpuUse('i-api-1');
  close(steady?.now ?? 0, 0.3275, 0.001);
  close(steady?.usual ?? 0, 0.3275, 0.001);
  assert.equal(world.machines.gpuUse('i-spare-1'), undefined);
  await world.control('PUT', `/${world.fleetId}/load`, { deployment: 'triage', requests_per_second: 0 });
  const stopping = world.machines.gpuUse('i-api-1');
  assert.deepEqual([stopping?.now, stopping?.usual], [steady?.now, 0]);
});
