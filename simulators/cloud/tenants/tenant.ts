import type { MachineUsage } from '../../world/machine-usage.ts';
import { type GpuUse, type Hardware, healthyHardware } from '../../world/machines.ts';
import type { World } from '../../world/world.ts';
import type { SpotPool } from '../market/spot-pool.ts';
import type { Market, VirtualMachine } from './virtual-machine.ts';

/** What makes one tenant differ from another. */
export interface Opening {
  /** Who opened it. */
  readonly label: string;
  /** Where its machines run and its spot pools are. */
  readonly region: string;
}

/** What one customer has in one cloud, an account or a project: everything in it, and nothing of anyone else's. */
export abstract class Tenant<M extends VirtualMachine = VirtualMachine> {
  readonly id: string;
  readonly label: string;
  readonly region: string;
  readonly pools = new Map<string, SpotPool>();
  readonly instances = new Map<string, M>();
  /** What machines are like that are started from now on. */
  readonly hardware: Record<Market, Hardware> = { spot: healthyHardware, on_demand: healthyHardware };
  /** Whether the cloud's API answers those who come with a role of this tenant. */
  reachable = true;
  readonly #world: World;
  readonly #appointments = new Set<() => void>();

  constructor(id: string, opening: Opening, world: World) {
    this.id = id;
    this.label = opening.label;
    this.region = opening.region;
    this.#world = world;
  }

  get running(): readonly M[] {
    return [...this.instances.values()].filter((machine) => machine.isRunning);
  }

  /** Acts when seconds of the world have passed, unless the tenant is closed before. */
  after(seconds: number, act: () => void): void {
    const cancel = this.#world.clock.after(seconds, () => {
      this.#appointments.delete(cancel);
      act();
    });
    this.#appointments.add(cancel);
  }

  /** Keeps the machine and shows its state to the serving fleets. */
  publish(machine: M): void {
    this.instances.set(machine.id, machine);
    this.#world.machines.put(machine.asMachine(this.id));
  }

  /** How busy the serving fleets keep the machine's GPUs; undefined where none serves on it. */
  gpuUse(machine: M): GpuUse | undefined {
    return this.#world.machines.gpuUse(machine.id);
  }

  /** The machine's work is what its queue, if it names one, is about. */
  openQueueOf(machine: M): void {
    if (machine.queue) this.#world.queues.open({ name: machine.queue, ownerId: this.id, usage: machine.usage });
  }

  usageOnQueue(name: string): MachineUsage | undefined {
    return this.#world.queues.usageOn(name);
  }

  close(): void {
    for (const cancel of this.#appointments) cancel();
    this.#appointments.clear();
    this.#world.queues.closeOf(this.id);
    this.#world.machines.closeAccount(this.id);
  }
}
