import type { components } from '../../../contracts/generated/control.ts';
import { type InstanceType, instanceType, instanceTypes } from '../../world/catalogue.ts';
import { type MachineUsage, unused } from '../../world/machine-usage.ts';
import { SpotPool } from '../market/spot-pool.ts';
import { ControlProblem } from './problem.ts';

type Schemas = components['schemas'];

/** What accounts and projects are opened with. */
export interface Wish {
  readonly region: string;
  readonly machines: readonly Schemas['NewMachine'][];
  readonly spot_pools: readonly Schemas['SpotPool'][];
}

/** What a cloud has. */
export interface Offer {
  readonly cloud: InstanceType['cloud'];
  readonly regions: readonly string[];
}

/** @throws ControlProblem 400 for a type or region that the cloud does not have, or a name given twice */
export function refuseUnknown({ region, machines, spot_pools: pools }: Wish, offer: Offer): void {
  if (!offer.regions.includes(region)) throw mistake('region', region, offer.regions);
  for (const [index, machine] of machines.entries()) {
    requireType(`machines[${index}].instance_type`, machine.instance_type, offer);
    if (machines.findIndex((other) => other.name === machine.name) === index) continue;
    const detail = `machines[${index}].name: ${machine.name} must not be another machine's name.`;
    throw new ControlProblem(400, 'Name given twice', detail);
  }
  for (const [index, pool] of pools.entries()) {
    requireType(`spot_pools[${index}].instance_type`, pool.instance_type, offer);
  }
}

/** What the machine has been doing until now. */
export function pastOf({ age_days: ageDays, usage }: Schemas['NewMachine']) {
  return { ageDays, usage: usage ? usageOf(usage) : unused };
}

export function poolsOf({ spot_pools: pools }: Wish): readonly SpotPool[] {
  return pools.map((pool) => {
    const terms = {
      instanceType: pool.instance_type,
      priceMean: pool.price_mean,
      priceNow: pool.price_now,
      interruptionRate: pool.interruption_rate,
      capacity: pool.capacity,
      historyDays: pool.history_days,
    };
    return new SpotPool(terms, Date.now());
  });
}

function usageOf(usage: Schemas['Usage']): MachineUsage {
  return {
    gpuShare: usage.gpu_share,
    busyHoursADay: usage.busy_hours_a_day,
    idleDays: usage.idle_days,
    hostMemoryGib: usage.host_memory_gib,
    dataGbAMonth: usage.data_gb_a_month,
  };
}

function requireType(where: string, name: string, { cloud }: Offer): void {
  if (instanceType(name)?.cloud === cloud) return;
  const allowed = instanceTypes.filter((type) => type.cloud === cloud).map((type) => type.name);
  throw mistake(where, name, allowed);
}

function mistake(where: string, value: string, allowed: readonly string[]): ControlProblem {
  return new ControlProblem(400, 'Unknown value', `${where}: ${value} must be one of ${allowed.join(', ')}.`);
}
