import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment } from '../../shared/gateway.ts';
import type { InstanceType } from '../shared/instance-types.ts';
import type { Machine } from '../shared/machines.ts';
import type { Reservation } from '../shared/reservations.ts';
import { machine } from '../shared/testing/machine.ts';
import { reservation } from '../shared/testing/reservation.ts';
import { analyseResources, type ResourceAnalysis } from './analysis.ts';
import type { Served } from './served.ts';
import type { MachineUsage } from './usage.ts';

const gib = 2 ** 30;
const gpus = (name: string, count: number, memory: number) => ({ name, count, memory: memory * gib });

/** Dollars a month. */
const prices: Readonly<Record<string, number>> = {
  'p4d.24xlarge': 30_000,
  'p4de.24xlarge': 37_500,
  'g5.12xlarge': 5_190,
  'g5.24xlarge': 7_460,
  'g5.48xlarge': 14_910,
  'g6e.12xlarge': 9_600,
  'g6e.24xlarge': 13_790,
  'g6e.48xlarge': 27_580,
  'm5.large': 90,
};

const types: readonly InstanceType[] = [
  { name: 'p4d.24xlarge', gpus: gpus('A100', 8, 40), hostMemory: 1152 * gib },
  { name: 'p4de.24xlarge', gpus: gpus('A100', 8, 80), hostMemory: 1152 * gib },
  { name: 'g5.12xlarge', gpus: gpus('A10G', 4, 24), hostMemory: 192 * gib },
  { name: 'g5.24xlarge', gpus: gpus('A10G', 4, 24), hostMemory: 384 * gib },
  { name: 'g5.48xlarge', gpus: gpus('A10G', 8, 24), hostMemory: 768 * gib },
  { name: 'g6e.12xlarge', gpus: gpus('L40S', 4, 48), hostMemory: 384 * gib },
  { name: 'g6e.24xlarge', gpus: gpus('L40S', 4, 48), hostMemory: 768 * gib },
  { name: 'g6e.48xlarge', gpus: gpus('L40S', 8, 48), hostMemory: 1536 * gib },
  { name: 'm5.large', gpus: undefined, hostMemory: 8 * gib },
];

const eight: Served = {
  utilisation: 0.3275,
  gpusPerReplica: 1,
  memory: { total: 24e9, weights: 16.06e9, cacheInUse: 0.03e9 },
};
const seventy: Served = {
  utilisation: 0.31,
  gpusPerReplica: 8,
  memory: { total: 192e9, weights: 141.2e9, cacheInUse: 0.3e9 },
};

test('Initech: a smaller machine for api-1, none for docs-1, an end for spare-1, and night-1 stays', async () => {
  const analysis = await analyse([
    { name: 'api-1', type: 'g5.48xlarge', hostGib: 240, served: eight },
    { name: 'docs-1', type: 'g5.48xlarge', served: seventy },
    { name: 'spare-1', type: 'p4d.24xlarge' },
    { name: 'night-1', type: 'g5.12xlarge', maximum: 0.9, mean: 0.0375 },
  ]);
  assert.deepEqual(reasons(analysis), {
    'api-1': 'oversized',
    'docs-1': 'memory_bound',
    'spare-1': 'idle',
    'night-1': 'in_use',
  });
  assert.deepEqual(offers(analysis), [
    ['right_sizing', ['api-1'], 7_450, 'g5.24xlarge'],
    ['idle_termination', ['spare-1'], 30_000, undefined],
  ]);
  assert.equal(analysis.recommendations[0]?.deployment, 'on api-1');
  assert.equal(analysis.findings[0]?.facts?.too_small, 'g5.12xlarge');
});

test('NewCorp: half of assist-1, the end of lab-1, and nothing of what works', async () => {
  const analysis = await analyse([
    { name: 'batch-1', type: 'p4de.24xlarge', maximum: 0.8, mean: 0.8 },
    { name: 'chat-1', type: 'p4d.24xlarge', served: { ...seventy, utilisation: 0.594 } },
    { name: 'assist-1', type: 'g6e.48xlarge', hostGib: 460, served: { ...eight, utilisation: 0.328 } },
    { name: 'train-1', type: 'g5.48xlarge', maximum: 0.72, mean: 0.72 },
    { name: 'lab-1', type: 'g5.12xlarge' },
  ]);
  assert.deepEqual(reasons(analysis), {
    'chat-1': 'well_sized',
    'assist-1': 'oversized',
    'batch-1': 'in_use',
    'train-1': 'in_use',
    'lab-1': 'idle',
  });
  assert.deepEqual(offers(analysis), [
    ['right_sizing', ['assist-1'], 13_790, 'g6e.24xlarge'],
    ['idle_termination', ['lab-1'], 5_190, undefined],
  ]);
});

test('a p4d that is hardly used has no smaller size', async () => {
  const analysis = await analyse([{ name: 'a', type: 'p4d.24xlarge', served: { ...seventy, utilisation: 0.17 } }]);
  assert.deepEqual(reasons(analysis), { a: 'no_smaller_size' });
});

test('machines that serve the same are replaced together', async () => {
  const served = { hostGib: 240, served: eight, deployment: 'chat' };
  const analysis = await analyse([
    { name: 'a', type: 'g5.48xlarge', ...served },
    { name: 'b', type: 'g5.48xlarge', ...served },
  ]);
  assert.deepEqual(offers(analysis), [['right_sizing', ['a', 'b'], 14_900, 'g5.24xlarge']]);
});

test('spot machines that serve are left as they are, machines without GPUs are none of its business', async () => {
  const analysis = await analyse([
    { name: 'a', type: 'g5.48xlarge', served: eight, market: 'spot' },
    { name: 'b', type: 'm5.large' },
  ]);
  assert.deepEqual(reasons(analysis), { a: 'already_spot' });
});

test('a machine is neither ended nor replaced where its reservation would then cover nothing', async () => {
  const given = [
    { name: 'a', type: 'g5.48xlarge', served: eight },
    { name: 'b', type: 'p4d.24xlarge' },
    { name: 'c', type: 'p4d.24xlarge' },
  ];
  const reserved = (type: string, count: number) => reservation({ id: type, instanceType: type, count });
  const both = await analyse(given, [reserved('g5.48xlarge', 1), reserved('p4d.24xlarge', 2)]);
  assert.deepEqual(reasons(both), { a: 'already_reserved', b: 'already_reserved', c: 'already_reserved' });
  assert.deepEqual(offers(both), []);
  const one = await analyse(given, [reserved('p4d.24xlarge', 1)]);
  assert.deepEqual(reasons(one), { a: 'oversized', b: 'idle', c: 'idle' });
});

test('without a measurement of its memory, or a replica that is ready, a machine is not judged', async () => {
  const analysis = await analyse([
    { name: 'a', type: 'g5.48xlarge', served: { ...eight, memory: undefined } },
    { name: 'b', type: 'g5.48xlarge', served: { ...eight, utilisation: undefined } },
  ]);
  assert.deepEqual(reasons(analysis), { a: 'not_measured_long_enough', b: 'not_measured_long_enough' });
});

interface Given {
  readonly name: string;
  readonly type: string;
  readonly market?: Machine['market'];
  /** GPU utilisation of the week. */
  readonly maximum?: number;
  readonly mean?: number;
  readonly hostGib?: number;
  /** What a deployment of its own does on it; nothing is served without. */
  readonly served?: Served;
  readonly deployment?: string;
}

/** Machines whose names are their ids. */
async function analyse(given: readonly Given[], reservations: readonly Reservation[] = []): Promise<ResourceAnalysis> {
  const serving = given.filter(({ served }) => served);
  const names = [...new Set(serving.map(deploymentName))];
  const estate = {
    machines: given.map(({ name, type, market = 'on_demand' }) =>
      machine({ instanceId: name, name, instanceType: type, market }),
    ),
    deployments: names.map((name) =>
      deployment(
        name,
        serving.filter((one) => deploymentName(one) === name),
      ),
    ),
    types,
    usage: new Map(given.map((one) => [one.name, usageOf(one)])),
    prices: new Map(given.map(({ name, type }) => [name, (prices[type] ?? 0) * 100])),
    reservations,
  };
  return analyseResources(estate, {
    servedOn: async (_, [id]) => serving.find(({ name }) => name === id)?.served ?? eight,
    offersOf: async (asked) => asked.map((type) => ({ type, cents: (prices[type.name] ?? 0) * 100 })),
  });
}

function deploymentName({ name, deployment: given }: Given): string {
  return given ?? `on ${name}`;
}

function deployment(name: string, machines: readonly Given[]): Deployment {
  const engine_args = {
    tensor_parallel_size: 1,
    quantization: 'none',
    enable_prefix_caching: false,
    max_num_seqs: 256,
    gpu_memory_utilization: 0.9,
  } as const;
  const replicas = machines.map(({ name: id }) => {
    return { replica_id: `r-${id}`, machine_id: id, state: 'ready', weight: 1, engine_args } as const;
  });
  return { name, model: 'llama-3-8b', slo_p95_seconds: 7, replicas };
}

function usageOf({ maximum = 0, mean = 0, hostGib = 16 }: Given): MachineUsage {
  return { gpuMaximum: maximum, gpuMean: mean, hostMemory: hostGib * gib, hours: 168 };
}

function reasons({ findings }: ResourceAnalysis): Record<string, string> {
  return Object.fromEntries(findings.flatMap(({ instance_ids, reason }) => instance_ids.map((id) => [id, reason])));
}

function offers({ recommendations }: ResourceAnalysis) {
  return recommendations.map((one) => [one.type, one.instance_ids, one.estimated_savings, one.target_instance_type]);
}
