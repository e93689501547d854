import { type MachineUsage, unused } from '../../world/machine-usage.ts';
import { loadingSeconds } from '../../world/start-up.ts';
import type { Tenant } from './tenant.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/** Seconds of the world that a machine takes to shut down. */
export const shutdownSeconds = 10;

export function move<M extends VirtualMachine>(tenant: Tenant<M>, machine: M, state: M['state']): void {
  machine.state = state;
  tenant.publish(machine);
}

/** Starts the machine on hardware as the tenant gets it now; it runs once it has booted. */
export function boot<M extends VirtualMachine>(tenant: Tenant<M>, machine: M, whenRunning = () => {}): void {
  machine.hardware = tenant.hardware[machine.market];
  machine.launchTime = new Date();
  if (machine.queue) machine.usage = unused;
  move(tenant, machine, 'pending');
  tenant.after(machine.hardware.bootSeconds, () => {
    if (machine.state !== 'pending') return;
    move(tenant, machine, 'running');
    joinQueue(tenant, machine);
    whenRunning();
  });
}

/** A machine that has run for days when the tenant is opened, in use as told. */
export function settle<M extends VirtualMachine>(
  tenant: Tenant<M>,
  machine: M,
  { ageDays, usage }: { readonly ageDays: number; readonly usage: MachineUsage },
): void {
  machine.launchTime = new Date(Date.now() - ageDays * 24 * 3600 * 1000);
  machine.usage = usage;
  move(tenant, machine, 'running');
  tenant.openQueueOf(machine);
}

function joinQueue<M extends VirtualMachine>(tenant: Tenant<M>, machine: M): void {
  const { queue } = machine;
  if (queue === undefined || machine.hardware.bootFailure) return;
  tenant.after(loadingSeconds, () => {
    if (machine.isRunning) machine.usage = tenant.usageOnQueue(queue) ?? unused;
  });
}
