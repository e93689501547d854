import type { GpuUse, Machine } from '../world/machines.ts';
import type { World } from '../world/world.ts';
import { Fleet } from './fleet.ts';
import { Problem } from './problem.ts';
import type { NewFleet } from './schemas.ts';

/** All fleets of the world. Each is carried forward to the world's time whenever it is looked at or its machines change. */
export class Fleets {
  readonly #world: World;
  readonly #fleets = new Map<string, Fleet>();

  constructor(world: World) {
    this.#world = world;
    world.machines.on('changed', (machine) => this.#machineChanged(machine));
    world.machines.on('closed', (accountId) => this.#accountClosed(accountId));
    world.machines.measureGpuUse((machine) => this.#gpuUse(machine));
  }

  create(order: NewFleet): Fleet {
    const fleet = new Fleet(order, this.#world.machines, this.#now());
    this.#fleets.set(fleet.id, fleet);
    return fleet;
  }

  /** The fleet as it is now; a problem 404 where there is none. */
  get(id: string): Fleet {
    const fleet = this.#fleets.get(id);
    if (!fleet) throw new Problem(404, 'No such fleet', `${id} is no fleet of this world`);
    fleet.advance(this.#now());
    return fleet;
  }

  remove(id: string): void {
    this.get(id);
    this.#fleets.delete(id);
  }

  #machineChanged(machine: Machine): void {
    for (const fleet of this.#of(machine.accountId)) {
      fleet.advance(this.#now());
      fleet.machineChanged(machine);
    }
  }

  #gpuUse(machine: Machine): GpuUse | undefined {
    const uses = this.#of(machine.accountId).map((fleet) => {
      fleet.advance(this.#now());
      return fleet.gpuUse(machine);
    });
    return uses.find((use) => use !== undefined);
  }

  #accountClosed(accountId: string): void {
    for (const fleet of this.#of(accountId)) this.#fleets.delete(fleet.id);
  }

  #of(accountId: string): readonly Fleet[] {
    return [...this.#fleets.values()].filter((fleet) => fleet.accountId === accountId);
  }

  /** World seconds since 1970. */
  #now(): number {
    return this.#world.clock.now() / 1000;
  }
}
