import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, Replica } from '../shared/gateway.ts';
import { createLogger } from '../shared/logger.ts';
import { AdminGateway, type EngineArgs } from './admin-gateway.ts';
import { Executor } from './executor.ts';
import type { Command } from './messages.ts';

const ids = { kind: 'command', command_id: 'e3b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11', deployment: 'triage' } as const;
const engineArgs: EngineArgs = {
  tensor_parallel_size: 8,
  quantization: 'fp8',
  enable_prefix_caching: true,
  max_num_seqs: 64,
  gpu_memory_utilization: 0.9,
};

test('a new replica gets the engine arguments of those that serve', async () => {
  const gateway = new FakeGateway([replica('r-1', 'i-1', { weight: 1 })]);
  const result = await execute(gateway, { ...ids, action: 'add_replicas', machine_ids: ['i-2', 'i-3'] });
  assert.equal(result.ok, true);
  assert.deepEqual(gateway.calls, [
    ['add', 'i-2', engineArgs],
    ['add', 'i-3', engineArgs],
  ]);
});

test('without another replica there are no arguments to go by', async () => {
  const gateway = new FakeGateway([replica('r-1', 'i-1', {})]);
  const { ok, error } = await execute(gateway, { ...ids, action: 'add_replicas', machine_ids: ['i-1'] });
  assert.equal(ok, false);
  assert.match(error ?? '', /no other replica/);
});

test('engines are awaited until all are ready', async () => {
  const gateway = new FakeGateway(
    [replica('r-1', 'i-1', { state: 'ready' }), replica('r-2', 'i-2', { state: 'loading' })],
    [replica('r-1', 'i-1', { state: 'ready' }), replica('r-2', 'i-2', { state: 'ready' })],
  );
  assert.equal((await execute(gateway, awaiting(['i-1', 'i-2']))).ok, true);
});

for (const [what, replicas, timeout, message] of [
  ['that failed', [replica('r-2', 'i-2', { state: 'failed' })], 60, /r-2 on i-2 is failed/],
  ['whose machine is gone', [replica('r-2', 'i-2', { state: 'gone' })], 60, /r-2 on i-2 is gone/],
  ['that nobody started', [replica('r-1', 'i-1', {})], 60, /No engine was started on i-2/],
  ['that loads for too long', [replica('r-2', 'i-2', { state: 'loading' })], 0.001, /not ready after 0.001 s/],
] as const) {
  test(`an engine ${what} is awaited no longer`, async () => {
    const { ok, error } = await execute(new FakeGateway(replicas), awaiting(['i-2'], timeout));
    assert.equal(ok, false);
    assert.match(error ?? '', message);
  });
}

test('a removed replica has drained when the command is answered', async () => {
  const gateway = new FakeGateway(
    [replica('r-1', 'i-1', { state: 'draining' }), replica('r-2', 'i-2', {})],
    [replica('r-2', 'i-2', {})],
  );
  const result = await execute(gateway, { ...ids, action: 'remove_replicas', replica_ids: ['r-1'] });
  assert.deepEqual(gateway.calls, [['remove', 'r-1']]);
  assert.deepEqual(
    result.deployments.map(({ replicas }) => replicas.map(({ replica_id: id }) => id)),
    [['r-2']],
  );
});

test('a command that comes again is answered again and carried out once', async () => {
  const gateway = new FakeGateway([replica('r-1', 'i-1', {})]);
  const executor = executorOn(gateway);
  const command: Command = { ...ids, action: 'set_weights', weights: { 'r-1': 1 } };
  const results = await Promise.all([executor.run(command), executor.run(command)]);
  assert.deepEqual(gateway.calls, [['weights', { 'r-1': 1 }]]);
  assert.deepEqual(results[0], results[1]);
  assert.deepEqual(await executor.run(command), results[0]);
  assert.equal(gateway.calls.length, 1);
});

function awaiting(machineIds: string[], timeout = 60): Command {
  return { ...ids, action: 'await_replicas', machine_ids: machineIds, timeout_seconds: timeout };
}

function replica(id: string, machineId: string, facts: Partial<Pick<Replica, 'state' | 'weight'>>): Replica {
  return { replica_id: id, machine_id: machineId, state: 'ready', weight: 0, engine_args: engineArgs, ...facts };
}

function executorOn(gateway: FakeGateway): Executor {
  return new Executor({ gateway, pollInterval: 1 }, createLogger('test', 'fatal'));
}

function execute(gateway: FakeGateway, command: Command) {
  return executorOn(gateway).run(command);
}

/** A gateway that lists other replicas at each look, the last ones for ever, and writes down what it is told to do. */
class FakeGateway extends AdminGateway {
  readonly calls: unknown[][] = [];
  readonly #looks: (readonly Replica[])[];

  constructor(...looks: readonly (readonly Replica[])[]) {
    super('http://gateway.invalid', 'key');
    this.#looks = [...looks];
  }

  override async deployments(): Promise<readonly Deployment[]> {
    const replicas = (this.#looks.length > 1 ? this.#looks.shift() : this.#looks[0]) ?? [];
    return [{ name: 'triage', model: 'llama-3-70b', slo_p95_seconds: 4, replicas: [...replicas] }];
  }

  override async addReplica(_: string, machineId: string, args: EngineArgs): Promise<void> {
    this.calls.push(['add', machineId, args]);
  }

  override async removeReplica(_: string, replicaId: string): Promise<void> {
    this.calls.push(['remove', replicaId]);
  }

  override async setWeights(_: string, weights: Readonly<Record<string, number>>): Promise<void> {
    this.calls.push(['weights', weights]);
  }
}
