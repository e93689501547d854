import type { Tenant } from '../tenants/tenant.ts';
import type { VirtualMachine } from '../tenants/virtual-machine.ts';

/** Which machines the market takes back, and how. */
export interface Interruption<M extends VirtualMachine> {
  /** Undefined is all. */
  readonly count: number | undefined;
  readonly takeBack: (machine: M) => void;
}

/** The market takes running spot machines back, oldest first, and has no more of their types from now on. */
export function interrupt<M extends VirtualMachine>(
  tenant: Tenant<M>,
  { count, takeBack }: Interruption<M>,
): readonly M[] {
  const spot = tenant.running.filter(({ market, isMarked }) => market === 'spot' && !isMarked);
  const taken = spot.toSorted((a, b) => a.launchTime.getTime() - b.launchTime.getTime()).slice(0, count);
  for (const machine of taken) {
    tenant.pools.get(machine.instanceType)?.changeCapacity(0);
    takeBack(machine);
  }
  return taken;
}

/** A spot machine that its owner gives up can be had by others again. */
export function giveBack<M extends VirtualMachine>(tenant: Tenant<M>, machine: M): void {
  if (machine.offer === undefined) return;
  tenant.pools.get(machine.instanceType)?.giveBack(machine.offer);
  machine.offer = undefined;
}
