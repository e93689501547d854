import type { Hardware } from '../../../world/machines.ts';
import { type MachineOrder, VirtualMachine } from '../../tenants/virtual-machine.ts';
import { newNumber } from './numbers.ts';

/** What becomes of a Spot VM that is taken back. */
export type TerminationAction = 'STOP' | 'DELETE';

export interface InstanceOrder extends MachineOrder {
  readonly zone: string;
  readonly terminationAction: TerminationAction;
}

/** An instance of Compute Engine. */
export class GceInstance extends VirtualMachine {
  readonly zone: string;
  readonly terminationAction: TerminationAction;
  createdAt = new Date();
  stoppedAt: Date | undefined;
  /** Whether it has got its place, and is being set up. */
  isProvisioned = false;
  /** Whether the cloud has announced that it takes it back. */
  isPreempted = false;

  constructor(order: InstanceOrder, hardware: Hardware) {
    super(newNumber(), order, hardware);
    this.zone = order.zone;
    this.terminationAction = order.terminationAction;
  }

  get isMarked(): boolean {
    return this.isPreempted;
  }

  /** As the API tells it. A preempted machine still works while the API says that it is stopping. */
  get status(): 'PROVISIONING' | 'STAGING' | 'RUNNING' | 'STOPPING' | 'TERMINATED' {
    if (this.state === 'pending') return this.isProvisioned ? 'STAGING' : 'PROVISIONING';
    if (this.state === 'running') return this.isPreempted ? 'STOPPING' : 'RUNNING';
    return this.state === 'stopped' || this.state === 'terminated' ? 'TERMINATED' : 'STOPPING';
  }
}
