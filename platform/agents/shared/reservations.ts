import { DescribeReservedInstancesCommand, type ReservedInstances } from '@aws-sdk/client-ec2';
import type { Account, CloudMachine } from './machines.ts';
import { hoursAMonth } from './prices.ts';

/** Machines that the customer has reserved by one purchase: cheaper than on demand, and owed whether they run or not. */
export interface Reservation {
  readonly id: string;
  readonly instanceType: string;
  /** Only in this zone; anywhere in the region without it. */
  readonly zone: string | undefined;
  /** How many machines. */
  readonly count: number;
  readonly state: string;
  /** Seconds. */
  readonly duration: number;
  /** In EC2's words, such as No Upfront. */
  readonly paymentOption: string;
  /** Cents a month of one machine, what was paid up front spread over the term. */
  readonly monthly: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** What one machine costs on the terms of a reservation, US dollars and seconds, as EC2 states it. */
export interface ReservedPrice {
  readonly fixedPrice: number;
  readonly hourly: number;
  readonly duration: number;
}

/** All that one machine costs over the term, in cents. */
export function commitmentOf({ fixedPrice, hourly, duration }: ReservedPrice): number {
  return Math.round((fixedPrice + (hourly * duration) / 3600) * 100);
}

/** A year has twelve months of 730 hours. */
export function monthsOf(duration: number): number {
  return duration / 3600 / hoursAMonth;
}

/** The customer's reservations of Linux machines, those that were paid for, or failed to be, long ago included. Errors are those of EC2. */
export async function reservationsIn({ ec2 }: Account): Promise<readonly Reservation[]> {
  const { ReservedInstances: found = [] } = await ec2.send(new DescribeReservedInstancesCommand());
  return found.filter(({ ProductDescription }) => ProductDescription?.startsWith('Linux/UNIX')).map(toReservation);
}

/** In force, or about to be: what must be paid from now on. */
export function isOwed({ state }: Reservation): boolean {
  return state === 'active' || state === 'payment-pending';
}

/** Which reservation covers which machine, by instance id. Those that serve urgent requests come first: they stay longest. */
export function coverage(
  machines: readonly CloudMachine[],
  reservations: readonly Reservation[],
): ReadonlyMap<string, Reservation> {
  const covered = new Map<string, Reservation>();
  const inOrder = machines
    .filter(({ cloud, market }) => cloud === 'aws' && market === 'on_demand')
    .toSorted((a, b) => Number(b.latencyCritical) - Number(a.latencyCritical));
  // What holds in one zone only is used up first.
  const narrowFirst = reservations.filter(isOwed).toSorted((a, b) => Number(!a.zone) - Number(!b.zone));
  for (const reservation of narrowFirst) {
    const open = inOrder.filter((machine) => fits(reservation, machine) && !covered.has(machine.instanceId));
    for (const { instanceId } of open.slice(0, reservation.count)) covered.set(instanceId, reservation);
  }
  return covered;
}

/** Cents a month by instance id, with the price of the reservation where one covers the machine. */
export function billedPrices(
  machines: readonly CloudMachine[],
  prices: ReadonlyMap<string, number>,
  reservations: readonly Reservation[],
): ReadonlyMap<string, number> {
  const covered = coverage(machines, reservations);
  return new Map([...prices].map(([id, price]) => [id, covered.get(id)?.monthly ?? price]));
}

/** Cents a month for reservations that no machine uses: they are owed all the same. */
export function unusedCost(machines: readonly CloudMachine[], reservations: readonly Reservation[]): number {
  const used = [...coverage(machines, reservations).values()];
  const unused = (one: Reservation) => one.count - used.filter(({ id }) => id === one.id).length;
  return reservations.filter(isOwed).reduce((sum, one) => sum + one.monthly * unused(one), 0);
}

/** Whether reservations would cover nothing once these machines were gone, so that their end would save less than their price. */
export function areBound(
  leaving: readonly CloudMachine[],
  machines: readonly CloudMachine[],
  reservations: readonly Reservation[],
): boolean {
  const gone = new Set(leaving.map(({ instanceId }) => instanceId));
  const staying = machines.filter(({ instanceId }) => !gone.has(instanceId));
  const used = (among: readonly CloudMachine[]) => coverage(among, reservations).size;
  return used(staying) < used(machines);
}

function fits({ instanceType, zone }: Reservation, machine: CloudMachine): boolean {
  return machine.instanceType === instanceType && (zone === undefined || machine.zone === zone);
}

function toReservation(found: ReservedInstances): Reservation {
  const { FixedPrice = 0, RecurringCharges = [], UsagePrice = 0, Duration = 0 } = found;
  const hourly = RecurringCharges.reduce((sum, { Amount = 0 }) => sum + Amount, UsagePrice);
  const commitment = commitmentOf({ fixedPrice: FixedPrice, hourly, duration: Duration });
  return {
    id: found.ReservedInstancesId ?? '',
    instanceType: found.InstanceType ?? '',
    zone: found.Scope === 'Availability Zone' ? found.AvailabilityZone : undefined,
    count: found.InstanceCount ?? 0,
    state: found.State ?? '',
    duration: Duration,
    paymentOption: found.OfferingType ?? '',
    monthly: Duration > 0 ? Math.round(commitment / monthsOf(Duration)) : 0,
    tags: new Map((found.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
