import type { Tenant } from '../tenants/tenant.ts';
import type { VirtualMachine } from '../tenants/virtual-machine.ts';
import { type Quantity, samplesAnHour } from './quantities.ts';

/** Wall milliseconds, the second excluded. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The samples of one hour, or of the minute that has begun last. */
export interface Reading {
  /** Wall milliseconds, when the hour or minute began. */
  readonly at: number;
  /** In the order in which they were taken; counts may be fractions. */
  readonly values: readonly { readonly value: number; readonly count: number }[];
}

const hour = 3_600_000;
const minute = 60_000;

/**
 * What has been read of a running machine: for every complete hour since its launch what was sampled each minute, and for this
 * minute what is so now.
 */
export function readingsOf<M extends VirtualMachine>(
  tenant: Tenant<M>,
  machine: M,
  { quantity, range }: { readonly quantity: Quantity; readonly range: TimeRange },
): readonly Reading[] {
  const { instanceType, usage } = machine;
  if (!machine.isRunning || !quantity.isMeasured(instanceType)) return [];
  const now = Date.now();
  const measured = { instanceType, usage, served: tenant.gpuUse(machine), now };
  const past = hoursOf(machine, { from: range.from, to: Math.min(range.to, now) }).map((at) => {
    const parts = quantity.during(measured, at).filter(({ part }) => part > 0);
    return { at, values: parts.map(({ value, part }) => ({ value, count: part * samplesAnHour })) };
  });
  const present = { at: now - (now % minute), values: [{ value: quantity.now(measured), count: 1 }] };
  return [...past, present];
}

/** Beginnings of the hours that are complete by the end of the range, and begin in it after the machine's launch. */
function hoursOf(machine: VirtualMachine, { from, to }: TimeRange): readonly number[] {
  const first = Math.ceil(Math.max(from, machine.launchTime.getTime()) / hour);
  const end = Math.floor(to / hour);
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => (first + k) * hour);
}
