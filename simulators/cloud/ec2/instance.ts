import type { Hardware, MachineState } from '../../world/machines.ts';
import { resourceId } from '../accounts/identifiers.ts';
import type { SpotRequest } from '../market/spot-request.ts';
import { type MachineOrder, VirtualMachine } from '../tenants/virtual-machine.ts';

/** What an instance is from its start on, besides what every machine is. */
export interface InstanceOrigin {
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly region: string;
  readonly imageId: string;
  readonly clientToken: string | undefined;
}

/** Why an instance is in its state, as EC2 says it. */
export interface StateReason {
  readonly code: string;
  readonly message: string;
}

/** An EC2 instance. */
export class Instance extends VirtualMachine {
  readonly origin: InstanceOrigin;
  stateReason: StateReason | undefined;
  spotRequest: SpotRequest | undefined;

  constructor(origin: InstanceOrigin, order: MachineOrder, hardware: Hardware) {
    super(resourceId('i'), order, hardware);
    this.origin = origin;
  }

  get isMarked(): boolean {
    return this.spotRequest?.status.code === 'marked-for-termination';
  }
}

/** EC2's numbers for the states. */
export const stateCodes: Readonly<Record<MachineState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};
