import { type MachineUsage, unused } from '../../world/machine-usage.ts';
import type { Hardware, Machine, MachineState } from '../../world/machines.ts';

export type Market = Machine['market'];

/** What a machine is started as. */
export interface MachineOrder {
  readonly instanceType: string;
  readonly market: Market;
  readonly name: string;
  /** Tags of AWS, labels of Google. */
  readonly tags: ReadonlyMap<string, string>;
}

/** A machine that a customer has in a cloud, whichever it is. */
export abstract class VirtualMachine {
  readonly id: string;
  readonly market: Market;
  readonly name: string;
  readonly tags: Map<string, string>;
  instanceType: string;
  hardware: Hardware;
  state: MachineState = 'pending';
  launchTime: Date = new Date();
  usage: MachineUsage = unused;
  /** The spot offer that it was taken from. */
  offer: number | undefined;

  constructor(id: string, order: MachineOrder, hardware: Hardware) {
    this.id = id;
    this.market = order.market;
    this.name = order.name;
    this.instanceType = order.instanceType;
    this.tags = new Map(order.tags);
    this.hardware = hardware;
  }

  /** Whether the cloud has announced that it takes the machine back. */
  abstract get isMarked(): boolean;

  get isRunning(): boolean {
    return this.state === 'running';
  }

  get isGone(): boolean {
    return this.state === 'shutting-down' || this.state === 'terminated';
  }

  /** The queue of batch work that its tags name. */
  get queue(): string | undefined {
    return this.tags.get('workload') === 'batch' ? this.tags.get('batch-queue') : undefined;
  }

  /** As the serving fleets see it. */
  asMachine(accountId: string): Machine {
    const { id: instanceId, name, instanceType, market, hardware, state, launchTime } = this;
    const launchedAt = launchTime.getTime();
    return { accountId, instanceId, name, instanceType, market, hardware, state, launchedAt };
  }
}
