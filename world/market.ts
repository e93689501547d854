import type { Hardware } from '../support/drivers/world-control';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** AWS announces an interruption two minutes ahead. */
const NOTICE_SECONDS = 120;

/** The cloud's spot market and the machines that it hands out, as far as the outside world can change them. */
export class SpotMarket {
  constructor(private readonly around: Surroundings) {}

  async runOut(customer: Customer, instanceType: string): Promise<void> {
    await this.around.control.changeSpotPool(customer.own.accountId, instanceType, { capacity: 0 });
  }

  /** Takes back every spot machine of the customer. @returns how many @throws Error when none runs: nothing would be tested */
  async takeBack(customer: Customer, { notice }: { readonly notice: boolean }): Promise<number> {
    const taken = await this.around.control.interruptSpot(customer.own.accountId, notice ? NOTICE_SECONDS : 0);
    if (taken.length === 0) throw new Error(`The cloud had no spot machine of ${customer.name} to take back`);
    return taken.length;
  }

  /** What the spot machines are like that the customer gets from now on. */
  async handsOut(customer: Customer, hardware: Omit<Hardware, 'market'>): Promise<void> {
    await this.around.control.changeHardware(customer.own.accountId, { market: 'spot', ...hardware });
  }

  async stopRemovals(customer: Customer): Promise<void> {
    await this.around.control.refuseRemovals(customer.own.fleetId);
  }

  /** @param seconds of the world until the customer's gateway applies a change of traffic */
  async slowGateway(customer: Customer, seconds: number): Promise<void> {
    await this.around.control.delayGateway(customer.own.fleetId, seconds);
  }
}
