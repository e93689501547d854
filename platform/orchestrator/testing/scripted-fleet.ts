import type { Deployment, Replica } from '../../shared/gateway.ts';
import { inChange, type Stores } from '../database/change.ts';
import { type Command, keepResult, waitingCommands } from '../runtime-link/commands.ts';
import { coalesced } from '../sockets.ts';
import { channels } from '../stores/wakeups.ts';

const engine_args = {
  tensor_parallel_size: 8,
  quantization: 'none' as const,
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
};

/** Plays a customer's runtime and the fleet behind it: one deployment with one replica on each machine. */
export class ScriptedFleet {
  readonly carriedOut: Command[] = [];
  deployment: Deployment;
  readonly #stores: Stores;
  readonly #customerId: string;
  readonly #stopListening: () => void;

  constructor(stores: Stores, customerId: string, machines: readonly string[]) {
    this.#stores = stores;
    this.#customerId = customerId;
    this.deployment = {
      name: 'triage',
      model: 'llama-3-70b',
      slo_p95_seconds: 4,
      replicas: machines.map((machine) => replicaOn(machine, 1)),
    };
    const work = coalesced(() => this.#work(), unexpected);
    this.#stopListening = stores.wakeups.listen(channels.commands(customerId), work);
  }

  /** Weights above 0 by machine. */
  get traffic(): Readonly<Record<string, number>> {
    const serving = this.deployment.replicas.filter(({ weight }) => weight > 0);
    return Object.fromEntries(serving.map(({ machine_id, weight }) => [machine_id, weight]));
  }

  stop(): void {
    this.#stopListening();
  }

  async #work(): Promise<void> {
    for (const command of await waitingCommands(this.#stores.db, this.#customerId)) {
      this.carriedOut.push(command);
      this.deployment = { ...this.deployment, replicas: replicasAfter(this.deployment.replicas, command) };
      const { command_id } = command;
      const result = { kind: 'result', command_id, ok: true, deployments: [this.deployment] } as const;
      await inChange(this.#stores, (change) =>
        keepResult(change, this.#customerId, { ...result, deployments: [...result.deployments] }),
      );
    }
  }
}

function replicasAfter(
  replicas: readonly Replica[],
  { action, machine_ids = [], replica_ids = [], weights = {} }: Command,
): Replica[] {
  switch (action) {
    case 'add_replicas':
      return [...replicas, ...machine_ids.map((machine) => replicaOn(machine, 0))];
    case 'await_replicas':
      return [...replicas];
    case 'set_weights':
      return replicas.map((replica) => ({ ...replica, weight: weights[replica.replica_id] ?? 0 }));
    case 'remove_replicas':
      return replicas.filter(({ replica_id }) => !replica_ids.includes(replica_id));
  }
}

function replicaOn(machine: string, weight: number): Replica {
  return { replica_id: `r-${machine}`, machine_id: machine, state: 'ready', weight, engine_args };
}

function unexpected(error: unknown): never {
  throw error;
}
