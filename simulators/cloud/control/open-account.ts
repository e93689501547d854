import type { components } from '../../../contracts/generated/control.ts';
import { instanceType, instanceTypes } from '../../world/catalogue.ts';
import type { Account } from '../accounts/account.ts';
import { type Accounts, roleName } from '../accounts/accounts.ts';
import type { MachineUsage } from '../cloudwatch/machine-usage.ts';
import { settle } from '../ec2/lifecycle.ts';
import { SpotPool } from '../market/spot-pool.ts';
import { regions } from '../regions.ts';
import { ControlProblem } from './problem.ts';

export type NewAccount = components['schemas']['NewAccount'];

/** The image of the machines that an account has from its opening on. */
const imageId = 'ami-0123456789abcdef0';

/** @throws ControlProblem 400 for a type or region that the cloud does not have, or a name given twice; then opens nothing */
export function openAccount(accounts: Accounts, wish: NewAccount): components['schemas']['Account'] {
  refuseUnknown(wish);
  const { label, region } = wish;
  const { account, ownerKey } = accounts.open({ label, region, trustedAccountId: wish.trusted_principal });
  for (const pool of wish.spot_pools) account.pools.set(pool.instance_type, poolOf(pool));
  const machines = wish.machines.map((machine) => ({ name: machine.name, instance_id: settled(account, machine) }));
  return {
    account_id: account.id,
    role_arn: `arn:aws:iam::${account.id}:role/${roleName}`,
    owner_keys: { access_key_id: ownerKey.accessKeyId, secret_access_key: ownerKey.secretAccessKey },
    machines,
  };
}

function settled(account: Account, machine: NewAccount['machines'][number]): string {
  const tags = new Map([...Object.entries(machine.tags), ['Name', machine.name]]);
  const order = {
    region: account.region,
    market: 'on_demand',
    imageId,
    clientToken: undefined,
    count: 1,
    tags,
  } as const;
  const instance = settle(account, { ...order, instanceType: machine.instance_type }, machine.age_days);
  if (machine.usage) instance.usage = usageOf(machine.usage);
  return instance.id;
}

function usageOf(usage: components['schemas']['Usage']): MachineUsage {
  return {
    gpuShare: usage.gpu_share,
    busyHoursADay: usage.busy_hours_a_day,
    idleDays: usage.idle_days,
    hostMemoryGib: usage.host_memory_gib,
  };
}

function poolOf(pool: NewAccount['spot_pools'][number]): SpotPool {
  const terms = {
    instanceType: pool.instance_type,
    priceMean: pool.price_mean,
    priceNow: pool.price_now,
    interruptionRate: pool.interruption_rate,
    capacity: pool.capacity,
  };
  return new SpotPool(terms, Date.now());
}

function refuseUnknown({ region, machines, spot_pools: pools }: NewAccount): void {
  if (!regions.has(region)) throw mistake('region', region, [...regions.keys()]);
  for (const [index, machine] of machines.entries()) {
    requireAwsType(`machines[${index}].instance_type`, machine.instance_type);
    if (machines.findIndex((other) => other.name === machine.name) === index) continue;
    const detail = `machines[${index}].name: ${machine.name} must not be another machine's name.`;
    throw new ControlProblem(400, 'Name given twice', detail);
  }
  for (const [index, pool] of pools.entries()) {
    requireAwsType(`spot_pools[${index}].instance_type`, pool.instance_type);
  }
}

function requireAwsType(where: string, name: string): void {
  if (instanceType(name)?.cloud === 'aws') return;
  const allowed = instanceTypes.filter((type) => type.cloud === 'aws').map((type) => type.name);
  throw mistake(where, name, allowed);
}

function mistake(where: string, value: string, allowed: readonly string[]): ControlProblem {
  return new ControlProblem(400, 'Unknown value', `${where}: ${value} must be one of ${allowed.join(', ')}.`);
}
