import { EventEmitter } from 'node:events';
import type { Deployment, Replica } from '../../shared/gateway.ts';
import { inChange, type Stores } from '../database/change.ts';
import { type Command, keepResult, waitingCommands } from '../runtime-link/commands.ts';
import { coalesced } from '../sockets.ts';
import { channels } from '../stores/wakeups.ts';

export const engineArgs: Replica['engine_args'] = {
  tensor_parallel_size: 8,
  quantization: 'none',
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
};

/** How many replicas each machine holds. */
export interface FleetShape {
  readonly onOldMachine?: number;
  readonly onNewMachine?: number;
}

interface FleetOptions extends FleetShape {
  readonly stores: Stores;
  readonly customerId: string;
  readonly machines: readonly string[];
}

/** Plays a customer's runtime and the fleet behind it: one deployment with replicas on each machine. */
export class ScriptedFleet {
  readonly carriedOut: Command[] = [];
  /** Says the action of each command that was carried out. */
  readonly told = new EventEmitter();
  /** How often each action is going to fail. */
  readonly failing = new Map<Command['action'], number>();
  /** Actions that are carried out and never answered. */
  readonly unanswered = new Set<Command['action']>();
  deployment: Deployment;
  readonly #stores: Stores;
  readonly #customerId: string;
  readonly #onNewMachine: number;
  readonly #stopListening: () => void;

  constructor({ stores, customerId, machines, onOldMachine = 1, onNewMachine = 1 }: FleetOptions) {
    this.#stores = stores;
    this.#customerId = customerId;
    this.#onNewMachine = onNewMachine;
    this.deployment = {
      name: 'triage',
      model: 'llama-3-70b',
      slo_p95_seconds: 4,
      replicas: machines.flatMap((machine) => replicasOn(machine, { count: onOldMachine, weight: 1 })),
    };
    const work = coalesced(() => this.#work(), unexpected);
    this.#stopListening = stores.wakeups.listen(channels.commands(customerId), work);
  }

  /** Weights above 0, of all replicas of a machine together. */
  get traffic(): Readonly<Record<string, number>> {
    const traffic: Record<string, number> = {};
    for (const { machine_id, weight } of this.deployment.replicas) {
      if (weight > 0) traffic[machine_id] = (traffic[machine_id] ?? 0) + weight;
    }
    return traffic;
  }

  stop(): void {
    this.#stopListening();
  }

  async #work(): Promise<void> {
    for (const command of await waitingCommands(this.#stores.db, this.#customerId)) {
      const { command_id, action } = command;
      if (this.carriedOut.some((done) => done.command_id === command_id)) continue;
      const failures = this.failing.get(action) ?? 0;
      this.failing.set(action, failures - 1);
      const ok = failures <= 0;
      if (ok) this.#carryOut(command);
      if (ok && this.unanswered.has(action)) continue;
      const result = { kind: 'result' as const, command_id, ok, deployments: [this.deployment] };
      await inChange(this.#stores, (change) =>
        keepResult(change, this.#customerId, ok ? result : { ...result, error: `${action} was refused` }),
      );
    }
  }

  #carryOut(command: Command): void {
    this.carriedOut.push(command);
    const replicas = replicasAfter(this.deployment.replicas, command, this.#onNewMachine);
    this.deployment = { ...this.deployment, replicas };
    this.told.emit(command.action);
  }
}

function replicasAfter(replicas: readonly Replica[], command: Command, onNewMachine: number): Replica[] {
  const { action, machine_ids = [], replica_ids = [], weights = {}, engine_args } = command;
  switch (action) {
    case 'add_replicas':
      return [
        ...replicas,
        ...machine_ids.flatMap((machine) => replicasOn(machine, { count: onNewMachine, weight: 0 })),
      ];
    case 'await_replicas':
      return [...replicas];
    case 'set_weights':
      return replicas.map((replica) => ({ ...replica, weight: weights[replica.replica_id] ?? 0 }));
    case 'remove_replicas':
      return replicas.filter(({ replica_id }) => !replica_ids.includes(replica_id));
    case 'restart_replicas':
      return replicas.map((replica) =>
        replica_ids.includes(replica.replica_id) && engine_args ? { ...replica, engine_args } : replica,
      );
  }
}

/** The only replica of a machine is r-<machine>; of several the k-th is r-<machine>-k. */
function replicasOn(
  machine: string,
  { count, weight }: { readonly count: number; readonly weight: number },
): readonly Replica[] {
  return Array.from({ length: count }, (_, index) => ({
    replica_id: count === 1 ? `r-${machine}` : `r-${machine}-${index + 1}`,
    machine_id: machine,
    state: 'ready' as const,
    weight,
    engine_args: engineArgs,
  }));
}

function unexpected(error: unknown): never {
  throw error;
}
