import { type GpuUse, type Hardware, healthyHardware } from '../../world/machines.ts';
import type { World } from '../../world/world.ts';
import { MetricStore } from '../cloudwatch/metric-store.ts';
import type { Instance, Market } from '../ec2/instance.ts';
import type { SpotPool } from '../market/spot-pool.ts';
import type { SpotRequest } from '../market/spot-request.ts';
import { Idempotency } from './idempotency.ts';
import { newAccountId } from './identifiers.ts';
import type { Principal } from './principal.ts';
import { Roles } from './roles.ts';

/** A customer's cloud account: everything in it, and nothing of anyone else's. */
export class Account {
  readonly id: string = newAccountId();
  readonly label: string;
  /** Where its machines run and its spot pools are. */
  readonly region: string;
  readonly roles: Roles;
  readonly owner: Principal;
  readonly pools = new Map<string, SpotPool>();
  readonly instances = new Map<string, Instance>();
  readonly spotRequests = new Map<string, SpotRequest>();
  readonly launches = new Idempotency<readonly Instance[]>();
  readonly spotOrders = new Idempotency<readonly SpotRequest[]>();
  readonly metrics = new MetricStore();
  /** What machines are like that are started from now on. */
  readonly hardware: Record<Market, Hardware> = { spot: healthyHardware, on_demand: healthyHardware };
  readonly #world: World;
  readonly #appointments = new Set<() => void>();

  constructor(opening: { readonly label: string; readonly region: string }, world: World) {
    this.label = opening.label;
    this.region = opening.region;
    this.roles = new Roles(this.id);
    this.owner = { accountId: this.id, arn: `arn:aws:iam::${this.id}:root`, userId: this.id };
    this.#world = world;
  }

  /** Acts when seconds of the world have passed, unless the account is closed before. */
  after(seconds: number, act: () => void): void {
    const cancel = this.#world.clock.after(seconds, () => {
      this.#appointments.delete(cancel);
      act();
    });
    this.#appointments.add(cancel);
  }

  /** Keeps the instance and shows its state to the serving fleets. */
  publish(instance: Instance): void {
    this.instances.set(instance.id, instance);
    this.#world.machines.put(instance.asMachine(this.id));
  }

  /** How busy the serving fleets keep the machine's GPUs; undefined where none serves on it. */
  gpuUse(instance: Instance): GpuUse | undefined {
    return this.#world.machines.gpuUse(instance.id);
  }

  close(): void {
    for (const cancel of this.#appointments) cancel();
    this.#appointments.clear();
    this.#world.machines.closeAccount(this.id);
  }
}
