import type { Hardware, Machine, MachineState } from '../../world/machines.ts';
import { resourceId } from '../accounts/identifiers.ts';
import { type MachineUsage, unused } from '../cloudwatch/machine-usage.ts';

export type Market = Machine['market'];

/** What a machine is from its start on. */
export interface InstanceOrigin {
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly region: string;
  readonly market: Market;
  readonly imageId: string;
  readonly clientToken: string | undefined;
  readonly name: string;
}

/** Why an instance is in its state, as EC2 says it. */
export interface StateReason {
  readonly code: string;
  readonly message: string;
}

/** An EC2 instance. */
export class Instance {
  readonly id = resourceId('i');
  readonly origin: InstanceOrigin;
  readonly tags: Map<string, string>;
  instanceType: string;
  hardware: Hardware;
  state: MachineState = 'pending';
  stateReason: StateReason | undefined;
  launchTime: Date = new Date();
  spotRequestId: string | undefined;
  usage: MachineUsage = unused;
  /** The spot offer that it was taken from. */
  offer: number | undefined;

  constructor(
    origin: InstanceOrigin,
    machine: { instanceType: string; hardware: Hardware; tags: ReadonlyMap<string, string> },
  ) {
    this.origin = origin;
    this.instanceType = machine.instanceType;
    this.hardware = machine.hardware;
    this.tags = new Map(machine.tags);
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** As the serving fleets see it. */
  asMachine(accountId: string): Machine {
    return {
      accountId,
      instanceId: this.id,
      name: this.origin.name,
      instanceType: this.instanceType,
      market: this.origin.market,
      hardware: this.hardware,
      state: this.state,
    };
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
