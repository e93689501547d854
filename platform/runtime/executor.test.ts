import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, EngineArgs, Replica } from '../shared/gateway.ts';
import { createLogger } from '../shared/logger.ts';
import { AdminGateway } from './admin-gateway.ts';
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
  assert.deepEqual(gateway.added, { 'i-2': 1, 'i-3': 1 });
  assert.ok(gateway.calls.every(([action, , args]) => action === 'add' && args === engineArgs));
});

test('a machine is filled with engines, also when some are there already', async () => {
  const gateway = new FakeGateway([replica('r-1', 'i-1', { weight: 1 })]);
  gateway.room = 4;
  assert.equal((await execute(gateway, { ...ids, action: 'add_replicas', machine_ids: ['i-2'] })).ok, true);
  assert.deepEqual(gateway.added, { 'i-2': 4 });
  assert.equal((await execute(gateway, { ...ids, action: 'add_replicas', machine_ids: ['i-2'] })).ok, true);
  assert.deepEqual(gateway.added, { 'i-2': 4 });
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

const faster: EngineArgs = { ...engineArgs, quantization: 'int4' };

test('restarted engines are answered when they serve with the new arguments', async () => {
  const before = replica('r-1', 'i-1', {});
  const gateway = new FakeGateway(
    // The gateway may take a moment to begin: ready with the old arguments is not restarted.
    [before],
    [{ ...before, state: 'loading', engine_args: faster }],
    [{ ...before, engine_args: faster }],
  );
  const result = await execute(gateway, restarting(['r-1']));
  assert.equal(result.ok, true);
  assert.deepEqual(gateway.calls, [['restart', 'r-1', faster]]);
  assert.deepEqual(result.deployments[0]?.replicas[0]?.engine_args, faster);
});

for (const [what, replicas, timeout, message] of [
  ['that fails', [replica('r-1', 'i-1', { state: 'failed' })], 60, /r-1 is failed/],
  ['whose machine goes', [replica('r-1', 'i-1', { state: 'gone' })], 60, /r-1 is gone/],
  ['that nobody knows', [replica('r-2', 'i-2', {})], 60, /r-1 is no longer there/],
  ['that loads for too long', [replica('r-1', 'i-1', { state: 'loading' })], 0.001, /not ready 0.001 s after/],
] as const) {
  test(`a restarted engine ${what} is awaited no longer`, async () => {
    const { ok, error } = await execute(new FakeGateway(replicas), restarting(['r-1'], timeout));
    assert.equal(ok, false);
    assert.match(error ?? '', message);
  });
}

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

function restarting(replicaIds: string[], timeout = 60): Command {
  return {
    ...ids,
    action: 'restart_replicas',
    replica_ids: replicaIds,
    engine_args: faster,
    timeout_seconds: timeout,
  };
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
  /** How many engines were started on each machine. */
  readonly added: Record<string, number> = {};
  /** How many engines a machine holds. */
  room = 1;
  readonly #looks: (readonly Replica[])[];

  constructor(...looks: readonly (readonly Replica[])[]) {
    super('http://gateway.invalid', 'key');
    this.#looks = [...looks];
  }

  override async deployments(): Promise<readonly Deployment[]> {
    const replicas = (this.#looks.length > 1 ? this.#looks.shift() : this.#looks[0]) ?? [];
    return [{ name: 'triage', model: 'llama-3-70b', slo_p95_seconds: 4, replicas: [...replicas] }];
  }

  override async addReplica(_: string, machineId: string, args: EngineArgs): Promise<string> {
    this.calls.push(['add', machineId, args]);
    const count = this.added[machineId] ?? 0;
    if (count >= this.room) return `${machineId}-0`;
    this.added[machineId] = count + 1;
    return `${machineId}-${count}`;
  }

  override async restartReplica(_: string, replicaId: string, args: EngineArgs): Promise<void> {
    this.calls.push(['restart', replicaId, args]);
  }

  override async removeReplica(_: string, replicaId: string): Promise<void> {
    this.calls.push(['remove', replicaId]);
  }

  override async setWeights(_: string, weights: Readonly<Record<string, number>>): Promise<void> {
    this.calls.push(['weights', weights]);
  }
}
