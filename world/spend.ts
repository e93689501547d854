import type { ReservedMachines } from '../support/drivers/aws';
import type { RunningMachine } from '../support/drivers/machines';
import { eventually } from '../support/eventually';
import type { AccountOwner } from './account-owner';
import { Duration } from './amounts/duration';
import { Money } from './amounts/money';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** Hours in a month, as cloud bills are quoted. */
const MONTH = 730;

/** How long a new figure may take to be reported. */
const SOON = Duration.parse('5 minutes');

export interface Bill {
  readonly total: Money;
  /** Of the total, what data costs that leaves AWS for machines in another cloud. */
  readonly transfer: Money;
  /** A machine that a reservation covers costs nothing by itself. */
  readonly lines: readonly { readonly machine: RunningMachine; readonly monthly: Money }[];
  /** What was paid up front is spread over the months of the term. */
  readonly reserved: readonly { readonly machines: ReservedMachines; readonly monthly: Money }[];
}

/** What a customer really pays: recomputed from what runs and what is reserved in the account, at the cloud's own prices. */
export class Spend {
  /** Prices a month on demand, by customer and kind of machine. */
  readonly #listed = new Map<string, Promise<Money>>();

  constructor(private readonly around: Surroundings) {}

  async bill(customer: AccountOwner): Promise<Bill> {
    const [machines, reservations] = await Promise.all([customer.runningMachines(), customer.own.cloud.reservations()]);
    const prices = await this.#prices(customer, machines);
    const covered = coveredBy(reservations, machines);
    const lines = machines.map((machine) => {
      const price = covered.has(machine.instanceId) ? undefined : prices.get(kindOf(machine));
      return { machine, monthly: price ?? Money.ofCents(0) };
    });
    const reserved = reservations.map((owned) => ({ machines: owned, monthly: monthlyOf(owned) }));
    const transfer = await transferOf(customer, machines);
    const total = Money.sum([transfer, ...[...lines, ...reserved].map(({ monthly }) => monthly)]);
    return { total, transfer, lines, reserved };
  }

  /** What machines cost a month at the prices of now, whatever is reserved. */
  async costOf(customer: AccountOwner, machines: readonly RunningMachine[]): Promise<Money> {
    const prices = await this.#prices(customer, machines);
    return Money.sum(machines.flatMap((machine) => prices.get(kindOf(machine)) ?? []));
  }

  /** A month of each kind of machine, each asked for once. */
  async #prices(customer: AccountOwner, machines: readonly RunningMachine[]): Promise<ReadonlyMap<string, Money>> {
    const kinds = [...new Map(machines.map((machine) => [kindOf(machine), machine]))];
    const priced = kinds.map(async ([kind, machine]) => [kind, await this.#price(customer, machine)] as const);
    return new Map(await Promise.all(priced));
  }

  /** What is on a price list is asked once; what a market asks changes. */
  #price(customer: AccountOwner, machine: RunningMachine): Promise<Money> {
    if (machine.market === 'spot') return priceOf(customer, machine);
    const kind = `${customer.name} ${kindOf(machine)}`;
    const price = this.#listed.get(kind) ?? priceOf(customer, machine);
    this.#listed.set(kind, price);
    return price;
  }

  /** What the machines in one cloud cost, with what is reserved there. */
  at(cloud: RunningMachine['cloud'], { lines, reserved }: Bill): Money {
    const here = lines.filter(({ machine }) => machine.cloud === cloud);
    return Money.sum([...here, ...(cloud === 'aws' ? reserved : [])].map(({ monthly }) => monthly));
  }

  /** Waits until the bill is what the sentence says. @param since wall time of the act from which the deadline counts */
  async settlesAt(customer: Customer, expected: Money, deadline: Duration, since: number): Promise<Bill> {
    return await eventually(
      `the monthly spend of ${customer.name} to be ${expected}`,
      () => this.bill(customer),
      ({ total }) => total.equals(expected),
      {
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: showBill,
      },
    );
  }

  /** What the bill is lower by now than before anything was changed. */
  async saved(customer: Customer): Promise<Money> {
    return customer.before.spend.minus((await this.bill(customer)).total);
  }

  /** Waits until the latest figure that OptiInfra itself reports is what the machines really cost. */
  async isReported(customer: AccountOwner): Promise<void> {
    const { total } = await this.bill(customer);
    await eventually(
      `OptiInfra to report what the machines of ${customer.name} cost, ${total},`,
      async () => (await customer.call('getMetrics', { query: { metric_type: 'monthly_cost' } })).at(-1)?.value,
      (reported) => reported !== undefined && Money.ofDollars(reported).equals(total),
      {
        ...this.around.clock.within(SOON),
        wake: customer.own.events,
        show: (reported) => (reported === undefined ? 'no figure' : String(Money.ofDollars(reported))),
      },
    );
  }
}

export function showBill({ total, transfer, lines, reserved }: Bill): string {
  const running = lines.map(
    ({ machine, monthly }) => `${machine.name || machine.instanceId} ${machine.market} ${monthly}`,
  );
  const owed = reserved.map(
    ({ machines, monthly }) => `${machines.count} x ${machines.instanceType} reserved ${monthly}`,
  );
  const data = transfer.valueOf() > 0 ? [`data transfer ${transfer}`] : [];
  return `${total} (${[...running, ...owed, ...data].join(', ') || 'no machine runs'})`;
}

/** Each reservation covers as many machines on demand of its type as were reserved, one machine by one reservation only. */
export function coveredBy(
  reservations: readonly ReservedMachines[],
  machines: readonly RunningMachine[],
): ReadonlySet<string> {
  const covered = new Set<string>();
  const open = machines.filter(({ cloud, market }) => cloud === 'aws' && market === 'on_demand');
  for (const { instanceType, count } of reservations) {
    const fitting = open.filter((machine) => machine.instanceType === instanceType && !covered.has(machine.instanceId));
    for (const { instanceId } of fitting.slice(0, count)) covered.add(instanceId);
  }
  return covered;
}

/** What a purchase costs a month, all of its machines together. */
export function monthlyOf({ count, term, upFront, hourly }: ReservedMachines): Money {
  return Money.ofDollars(upFront / (term / MONTH) + hourly * MONTH).times(count);
}

function kindOf({ cloud, market, instanceType }: RunningMachine): string {
  return `${cloud} ${market} ${instanceType}`;
}

async function priceOf(customer: AccountOwner, { cloud, market, instanceType }: RunningMachine): Promise<Money> {
  return Money.ofDollars((await hourlyPrice(customer, { cloud, market, instanceType })) * MONTH);
}

async function hourlyPrice(
  { name, own: { cloud: account, project } }: AccountOwner,
  { cloud, market, instanceType }: Pick<RunningMachine, 'cloud' | 'market' | 'instanceType'>,
): Promise<number> {
  if (cloud === 'aws')
    return market === 'spot' ? await account.spotPriceNow(instanceType) : await account.onDemandPrice(instanceType);
  if (!project) throw new Error(`${name} has no project at Google Cloud`);
  return await project.price(instanceType, market);
}

/** What the storage at AWS asks for the data of work that runs at Google. */
async function transferOf({ own }: AccountOwner, machines: readonly RunningMachine[]): Promise<Money> {
  const away = machines.filter(({ cloud }) => cloud === 'gcp').map(({ tags }) => tags['batch-queue'] ?? '');
  const gigabytes = [...new Set(away)].reduce((sum, queue) => sum + (own.queues.get(queue) ?? 0), 0);
  return gigabytes === 0 ? Money.ofCents(0) : Money.ofDollars(await own.cloud.transferPrice(gigabytes));
}
