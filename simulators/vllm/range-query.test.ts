import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyEdges } from './histogram.ts';
import { percentile } from './latency.ts';
import { paceAt, quantileOf, together } from './pace.ts';
import { ReplicaModel } from './replica-model.ts';
import { acmeDeployment, FleetWorld, quantile, wholeMachine } from './testing/fleet-world.ts';
import { acme, close } from './testing/specs.ts';

const hour = 3600;
const latency = 'vllm:e2e_request_latency_seconds';

function promql(share = 0.95, range = '1h'): string {
  return `histogram_quantile(${share}, sum by (le, deployment) (rate(${latency}_bucket[${range}])))`;
}

function ask(world: FleetWorld, parameters: Readonly<Record<string, string | number>>) {
  const asked = { query: promql(), step: hour, ...parameters };
  const written = Object.fromEntries(Object.entries(asked).map(([key, value]) => [key, String(value)]));
  return world.read(`/prometheus/api/v1/query_range?${new URLSearchParams(written)}`);
}

async function series(world: FleetWorld, parameters: Readonly<Record<string, string | number>>) {
  const { status, body } = await ask(world, parameters);
  assert.equal(status, 200, body);
  const { data } = JSON.parse(body);
  return data.result as { metric: Record<string, string>; values: [number, string][] }[];
}

const now = () => Math.floor(Date.now() / 1000);

test('the hours before a fleet was opened have its closed form, read off the histogram', async () => {
  const world = await FleetWorld.acme();
  const end = now() - (now() % hour);
  const { body } = await ask(world, { start: end - 23 * hour, end });
  const [only] = JSON.parse(body).data.result;
  assert.deepEqual(only.metric, { deployment: 'triage' });
  assert.deepEqual(
    only.values.map(([at]: [number]) => at),
    Array.from({ length: 24 }, (_, k) => end - (23 - k) * hour),
  );
  assert.equal(new Set(only.values.map(([, value]: [number, string]) => value)).size, 1);
  close(Number(only.values[0][1]), new ReplicaModel(acme).at(11.25).p95, 0.006);
  assert.deepEqual({ ...JSON.parse(body), data: undefined }, { status: 'success', data: undefined });
});

test('it is what the live histogram tells', async () => {
  const world = await FleetWorld.acme();
  const first = (await world.read('/replicas/triage-1/metrics')).body;
  world.clock.pass(600);
  const second = (await world.read('/replicas/triage-1/metrics')).body;
  for (const share of [0.5, 0.95, 0.99]) {
    const [past] = await series(world, { query: promql(share), start: now(), end: now() });
    close(Number(past?.values[0]?.[1]), quantile(share, latency, [first, second]), 0.0001);
  }
});

test('replicas that differ are one mixture, each weighed by what it answers', () => {
  const [slow, fast] = [new ReplicaModel(acme), new ReplicaModel({ ...acme, prefixCaching: true })];
  const mixed = quantileOf(together([paceAt(slow, 2), paceAt(fast, 18)]), 0.95);
  const [p95OfFast, p95OfSlow] = [fast.at(18).p95, slow.at(2).p95];
  assert.ok(mixed > Math.min(p95OfFast, p95OfSlow) && mixed < Math.max(p95OfFast, p95OfSlow), String(mixed));
  const alone = quantileOf(together([paceAt(slow, 11.25), paceAt(slow, 11.25)]), 0.95);
  const exact = percentile(slow.latencyAt(slow.restPoint(11.25)), 0.95);
  const above = latencyEdges.findIndex((edge) => edge >= exact);
  assert.ok(alone >= (latencyEdges[above - 1] ?? 0) && alone <= (latencyEdges[above] ?? 0));
});

test('what is changed shows from then on, and not in the hours before', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 5, 30, 12) });
  const world = await FleetWorld.acme();
  const opened = now();
  const args = { ...wholeMachine, enable_prefix_caching: true };
  for (const id of ['triage-1', 'triage-2', 'triage-3', 'triage-4']) {
    await world.change('PUT', `/deployments/triage/replicas/${id}/engine-args`, args);
    world.clock.pass(60);
  }
  t.mock.timers.tick(hour * 1000);
  const [only] = await series(world, { start: opened, end: opened + hour });
  const [before, after] = only?.values.map(([, value]) => Number(value)) ?? [];
  close(before ?? 0, 1.6, 0.006);
  close(after ?? 0, 0.72, 0.02);
});

test('there is nothing of the future, and nothing of before the youngest machine was launched', async () => {
  const world = new FleetWorld();
  world.machine('old');
  world.machine('young', { launchedAt: Date.now() - 2.5 * hour * 1000 });
  await world.create(acmeDeployment(['old', 'young']));
  const [only] = await series(world, { start: now() - 5 * hour, end: now() + 5 * hour });
  assert.equal(only?.values.length, 3);
  assert.deepEqual(await series(world, { start: now() + hour, end: now() + hour }), []);
});

test('a deployment that nobody asks has a series of NaN', async () => {
  const world = new FleetWorld();
  world.machine('serve-1');
  const load = { requests_per_second: 0, prompt_tokens: 448, answer_tokens: 16 };
  await world.create({ ...acmeDeployment(['serve-1']), load });
  const [only] = await series(world, { start: now(), end: now() });
  assert.equal(only?.values[0]?.[1], 'NaN');
});

test('times may be written as RFC 3339, steps as durations, and the query with other blanks', async () => {
  const world = await FleetWorld.acme();
  const query = `histogram_quantile( 0.95,\n sum by(deployment,le)(rate(${latency}_bucket[60m])) )`;
  const [start, end] = [now() - 2 * hour, now()].map((at) => new Date(at * 1000).toISOString());
  const [only] = await series(world, { query, start: start ?? '', end: end ?? '', step: '1h' });
  assert.equal(only?.values.length, 3);
});

test('anything else is bad data, which names what there is', async () => {
  const world = await FleetWorld.acme();
  const good = { start: now() - hour, end: now() };
  const bad: readonly (readonly [Readonly<Record<string, string | number>>, RegExp])[] = [
    [{ ...good, query: 'up' }, /"query": up is none .* it answers histogram_quantile/],
    [{ ...good, query: promql(1.5) }, /"query"/],
    [{ ...good, query: promql(0.95, '1y') }, /"query"/],
    [{ ...good, query: promql(0.95, '0s') }, /"query"/],
    [{ end: now() }, /"start": it must be given/],
    [{ ...good, start: 'yesterday' }, /"start": cannot parse "yesterday"/],
    [{ ...good, end: now() - 2 * hour }, /"end": end timestamp must not be before start time/],
    [{ ...good, step: 0 }, /"step": zero or negative/],
    [{ ...good, step: 'often' }, /"step": it is no duration/],
    [{ ...good, step: '0.1' }, /maximum resolution of 11,000 points/],
  ];
  for (const [parameters, error] of bad) {
    const { status, body } = await ask(world, parameters);
    const document = JSON.parse(body);
    assert.deepEqual([status, document.status, document.errorType], [400, 'error', 'bad_data']);
    assert.match(document.error, error);
  }
});
