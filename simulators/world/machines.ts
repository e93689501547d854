import { EventEmitter } from 'node:events';
import { bootSeconds } from './start-up.ts';

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
  /** Seconds of the world from its order to the moment when it runs. */
  readonly bootSeconds: number;
}

export const healthyHardware: Hardware = {
  gpuSlowdown: 1,
  qualityLoss: 0,
  hallucinationShare: undefined,
  bootFailure: false,
  bootSeconds,
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
  /** Wall milliseconds. */
  readonly launchedAt: number;
}

/** How busy the GPUs of a machine are with what is served on it, a share of the time, 0..1, mean of all its GPUs. */
export interface GpuUse {
  readonly now: number;
  /** Once everything has come to rest under the load of the moment. */
  readonly usual: number;
}

/** Undefined for a machine of which it knows nothing. */
export type GpuUseSource = (machine: Machine) => GpuUse | undefined;

/**
 * The machines of all accounts as the serving fleets see them: the cloud writes, the fleets read, and tell
 * how busy they keep the GPUs.
 * Emits `changed` with the machine after every change of state, and `closed` with the account id when an account goes.
 */
export class Machines extends EventEmitter<{ changed: [Machine]; closed: [string] }> {
  readonly #machines = new Map<string, Machine>();
  readonly #gpuUseSources: GpuUseSource[] = [];

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

  /** To be asked how busy GPUs are, from now on. */
  measureGpuUse(source: GpuUseSource): void {
    this.#gpuUseSources.push(source);
  }

  /** Undefined where nothing is served on the machine. */
  gpuUse(instanceId: string): GpuUse | undefined {
    const machine = this.get(instanceId);
    return machine && this.#gpuUseSources.map((source) => source(machine)).find((use) => use !== undefined);
  }

  closeAccount(accountId: string): void {
    for (const machine of this.of(accountId)) this.#machines.delete(machine.instanceId);
    this.emit('closed', accountId);
  }
}
