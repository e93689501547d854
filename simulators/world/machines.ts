import { EventEmitter } from 'node:events';

/** What a machine is like underneath: causes, which the serving model turns into latencies and answers. */
export interface Hardware {
  /** Factor on prefill and decode times, >= 1. */
  readonly gpuSlowdown: number;
  /** Share of the right words lost relative to FP16, 0..1. */
  readonly qualityLoss: number;
  /** Share of answers that state a wrong key fact, 0..1; undefined is the model's own 2 %. */
  readonly hallucinationShare: number | undefined;
  /** The machine reaches running but no engine ever becomes ready on it. */
  readonly bootFailure: boolean;
}

export const healthyHardware: Hardware = {
  gpuSlowdown: 1,
  qualityLoss: 0,
  hallucinationShare: undefined,
  bootFailure: false,
};

export type MachineState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface Machine {
  readonly accountId: string;
  readonly instanceId: string;
  /** The Name tag at the start of the machine; empty without one. */
  readonly name: string;
  readonly instanceType: string;
  readonly market: 'on_demand' | 'spot';
  readonly hardware: Hardware;
  readonly state: MachineState;
}

/**
 * The machines of all accounts as the serving fleets see them: the cloud writes, the fleets read.
 * Emits `changed` with the machine after every change of state, and `closed` with the account id when an account goes.
 */
export class Machines extends EventEmitter<{ changed: [Machine]; closed: [string] }> {
  readonly #machines = new Map<string, Machine>();

  put(machine: Machine): void {
    this.#machines.set(machine.instanceId, machine);
    this.emit('changed', machine);
  }

  get(instanceId: string): Machine | undefined {
    return this.#machines.get(instanceId);
  }

  /** The account's machines in the order in which they were started. */
  of(accountId: string): readonly Machine[] {
    return [...this.#machines.values()].filter((machine) => machine.accountId === accountId);
  }

  closeAccount(accountId: string): void {
    for (const machine of this.of(accountId)) this.#machines.delete(machine.instanceId);
    this.emit('closed', accountId);
  }
}
