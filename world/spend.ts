import type { RunningMachine } from '../support/drivers/aws';
import { eventually } from '../support/eventually';
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
  readonly lines: readonly { readonly machine: RunningMachine; readonly monthly: Money }[];
}

/** What a customer really pays: recomputed from the machines that run in the account, at the cloud's own prices. */
export class Spend {
  constructor(private readonly around: Surroundings) {}

  async bill(customer: Customer): Promise<Bill> {
    const machines = await customer.own.cloud.runningMachines();
    const kinds = [...new Set(machines.map(kindOf))];
    const prices = new Map(
      await Promise.all(kinds.map(async (kind) => [kind, await priceOf(customer, kind)] as const)),
    );
    const lines = machines.map((machine) => ({ machine, monthly: prices.get(kindOf(machine)) ?? Money.ofCents(0) }));
    return { total: Money.sum(lines.map(({ monthly }) => monthly)), lines };
  }

  /** Waits until the bill is what the sentence says. @param since wall time of the act from which the deadline counts */
  async settlesAt(customer: Customer, expected: Money, deadline: Duration, since: number): Promise<Bill> {
    return await eventually(
      `the monthly spend of ${customer.name} to be ${expected}`,
      () => this.bill(customer),
      ({ total }) => total.equals(expected),
      {
        within: this.around.clock.wall(deadline),
        since,
        wake: customer.own.events,
        deadline: String(deadline),
        show: showBill,
      },
    );
  }

  /** What the bill is lower by now. */
  async saved(customer: Customer, before: Money): Promise<Money> {
    return before.minus((await this.bill(customer)).total);
  }

  /** Waits until the latest figure that OptiInfra itself reports is what the machines really cost. */
  async isReported(customer: Customer): Promise<void> {
    const { total } = await this.bill(customer);
    await eventually(
      `OptiInfra to report what the machines of ${customer.name} cost, ${total},`,
      async () => (await customer.call('getMetrics', { query: { metric_type: 'monthly_cost' } })).at(-1)?.value,
      (reported) => reported !== undefined && Money.ofDollars(reported).equals(total),
      {
        within: this.around.clock.wall(SOON),
        wake: customer.own.events,
        deadline: String(SOON),
        show: (reported) => (reported === undefined ? 'no figure' : String(Money.ofDollars(reported))),
      },
    );
  }
}

export function showBill({ total, lines }: Bill): string {
  const shown = lines.map(
    ({ machine, monthly }) => `${machine.name || machine.instanceId} ${machine.market} ${monthly}`,
  );
  return `${total} (${shown.join(', ') || 'no machine runs'})`;
}

type Kind = `${RunningMachine['market']} ${string}`;

function kindOf(machine: RunningMachine): Kind {
  return `${machine.market} ${machine.instanceType}`;
}

async function priceOf(customer: Customer, kind: Kind): Promise<Money> {
  const [market, instanceType = ''] = kind.split(' ');
  const { cloud } = customer.own;
  const hourly = market === 'spot' ? await cloud.spotPriceNow(instanceType) : await cloud.onDemandPrice(instanceType);
  return Money.ofDollars(hourly * MONTH);
}
