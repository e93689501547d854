import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Deployment, EngineArgs, Replica } from '../shared/gateway.ts';
import type { AdminGateway } from './admin-gateway.ts';
import type { Command, CommandOf } from './messages.ts';

/** A command that cannot be carried out, in words for the orchestrator's log. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export interface Site {
  readonly gateway: AdminGateway;
  /** Wall milliseconds between two looks at the gateway. */
  readonly pollInterval: number;
}

/** Carries a command out. Each action may be repeated. @throws CommandError, GatewayError */
export function carryOut(command: Command, site: Site): Promise<void> {
  switch (command.action) {
    case 'add_replicas':
      return addReplicas(command, site);
    case 'await_replicas':
      return awaitReplicas(command, site);
    case 'set_weights':
      return setWeights(command, site);
    case 'remove_replicas':
      return removeReplicas(command, site);
    case 'restart_replicas':
      return restartReplicas(command, site);
  }
}

async function addReplicas({ deployment: name, machine_ids: machines }: CommandOf<'add_replicas'>, { gateway }: Site) {
  const args = argsToCopy(await find(gateway, name), machines);
  await Promise.all(machines.map((machine) => fill(machine, (id) => gateway.addReplica(name, id, args))));
}

/** Starts engines until the machine is full, which shows when a replica is answered that was answered before. */
async function fill(machine: string, add: (machine: string) => Promise<string>): Promise<void> {
  const answered = new Set<string>();
  while (answered.size < mostOnMachine) {
    const id = await add(machine);
    if (answered.has(id)) return;
    answered.add(id);
  }
}

/** No machine has more GPUs than this, and an engine needs at least one. */
const mostOnMachine = 64;

/** New replicas run as those do that serve already. */
function argsToCopy({ name, replicas }: Deployment, machines: readonly string[]): EngineArgs {
  const others = replicas.filter(({ machine_id: machine, state }) => !machines.includes(machine) && state !== 'gone');
  const example = others.find(({ state, weight }) => state === 'ready' && weight > 0) ?? others[0];
  if (example) return example.engine_args;
  throw new CommandError(`${name} has no other replica whose engine arguments could be used`);
}

async function awaitReplicas(command: CommandOf<'await_replicas'>, site: Site): Promise<void> {
  const { deployment: name, machine_ids: machines, timeout_seconds: seconds } = command;
  const isReady = async (): Promise<boolean> => {
    const { replicas } = await find(site.gateway, name);
    return machines.every((machine) => isServing(machine, replicas));
  };
  if (await becomesTrue(isReady, { interval: site.pollInterval, limit: seconds * 1000 })) return;
  throw new CommandError(`The engines on ${machines.join(', ')} are not ready after ${seconds} s`);
}

/** @throws CommandError for an engine that will never be ready */
function isServing(machine: string, all: readonly Replica[]): boolean {
  const replicas = all.filter(({ machine_id: id }) => id === machine);
  const lost = replicas.find(({ state }) => state === 'failed' || state === 'gone');
  if (lost) throw new CommandError(`The engine ${lost.replica_id} on ${machine} is ${lost.state}`);
  if (replicas.length === 0) throw new CommandError(`No engine was started on ${machine}`);
  return replicas.every(({ state }) => state === 'ready');
}

/** Answered once the gateway routes by the weights: it may take its time to apply a change. */
async function setWeights({ deployment: name, weights }: CommandOf<'set_weights'>, site: Site): Promise<void> {
  await site.gateway.setWeights(name, weights);
  const inForce = async (): Promise<boolean> => {
    const { replicas } = await find(site.gateway, name);
    return replicas
      .filter(({ state }) => state === 'ready' || state === 'loading')
      .every(({ replica_id: id, weight }) => weight === (weights[id] ?? 0));
  };
  if (await becomesTrue(inForce, { interval: site.pollInterval, limit: site.pollInterval * patientLooks })) return;
  throw new CommandError(`The gateway still routes ${name} by other weights`);
}

/** Waits until what they were answering is answered: their machines may be ended once this is done. */
async function removeReplicas({ deployment: name, replica_ids: ids }: CommandOf<'remove_replicas'>, site: Site) {
  await Promise.all(ids.map((id) => site.gateway.removeReplica(name, id)));
  const isDrained = async (): Promise<boolean> => {
    const { replicas } = await find(site.gateway, name);
    return !replicas.some(({ replica_id: id, state }) => ids.includes(id) && state !== 'gone');
  };
  if (await becomesTrue(isDrained, { interval: site.pollInterval, limit: site.pollInterval * patientLooks })) return;
  throw new CommandError(`The replicas ${ids.join(', ')} still answer requests`);
}

/** Answered when the engines serve again, with the new arguments. */
async function restartReplicas(command: CommandOf<'restart_replicas'>, { gateway, pollInterval }: Site): Promise<void> {
  const { deployment: name, replica_ids: ids, engine_args: args, timeout_seconds: seconds } = command;
  await Promise.all(ids.map((id) => gateway.restartReplica(name, id, args)));
  const haveRestarted = async (): Promise<boolean> => {
    const { replicas } = await find(gateway, name);
    return ids.every((id) => hasRestarted(id, args, replicas));
  };
  if (await becomesTrue(haveRestarted, { interval: pollInterval, limit: seconds * 1000 })) return;
  throw new CommandError(`The engines ${ids.join(', ')} are not ready ${seconds} s after they were restarted`);
}

/** @throws CommandError for an engine that will never be ready */
function hasRestarted(id: string, args: EngineArgs, replicas: readonly Replica[]): boolean {
  const replica = replicas.find(({ replica_id }) => replica_id === id);
  if (!replica || replica.state === 'failed' || replica.state === 'gone') {
    throw new CommandError(`The engine ${id} is ${replica?.state ?? 'no longer there'} after it was restarted`);
  }
  return replica.state === 'ready' && isDeepStrictEqual(replica.engine_args, args);
}

/** After so many looks what the gateway was asked to do is given up: with the usual 2 s between them, after 4 minutes. */
const patientLooks = 120;

async function find(gateway: AdminGateway, name: string): Promise<Deployment> {
  const deployments = await gateway.deployments();
  const found = deployments.find((deployment) => deployment.name === name);
  if (found) return found;
  throw new CommandError(`The gateway does not serve ${name}`);
}

interface Patience {
  /** Wall milliseconds. */
  readonly interval: number;
  readonly limit: number;
}

async function becomesTrue(look: () => Promise<boolean>, { interval, limit }: Patience): Promise<boolean> {
  const deadline = performance.now() + limit;
  while (!(await look())) {
    if (performance.now() + interval > deadline) return false;
    await pause(interval);
  }
  return true;
}
