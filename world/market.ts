import type { Hardware } from '../support/drivers/world-control';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** AWS announces an interruption two minutes ahead. */
const NOTICE_SECONDS = 120;

/** How long OptiInfra may take to order machines. */
const SOON = Duration.parse('5 minutes');

/** The cloud's spot market, the machines that it hands out and the customer's gateway, as far as the outside world can change them. */
export class SpotMarket {
  readonly #hardware = new Map<Customer, Omit<Hardware, 'market'>>();

  constructor(private readonly around: Surroundings) {}

  /** No spot machine can be had in the customer's region any more, of no type. */
  async runOut(customer: Customer): Promise<void> {
    const types = customer.own.member.spotPools.map(({ instance_type }) => instance_type);
    await Promise.all(types.map((type) => this.makeRoom(customer, type, 0)));
  }

  /** @param room machines that may be had from now on */
  async makeRoom(customer: Customer, instanceType: string, room: number): Promise<void> {
    await this.around.control.changeSpotPool(customer.own.accountId, instanceType, { capacity: room });
  }

  /** Takes back every spot machine of the customer. @returns how many @throws Error when none runs: nothing would be tested */
  async takeBack(customer: Customer, { notice }: { readonly notice: boolean }): Promise<number> {
    const taken = await this.around.control.interruptSpot(customer.own.accountId, notice ? NOTICE_SECONDS : 0);
    if (taken.length === 0) throw new Error(`The cloud had no spot machine of ${customer.name} to take back`);
    return taken.length;
  }

  /** What the spot machines are like that the customer gets from now on; later words are added to earlier ones. */
  async handsOut(customer: Customer, flaw: Omit<Hardware, 'market'>): Promise<void> {
    const hardware = { ...this.#hardware.get(customer), ...flaw };
    this.#hardware.set(customer, hardware);
    await this.around.control.changeHardware(customer.own.accountId, { market: 'spot', ...hardware });
  }

  /** The GPUs of one machine become slower under its load. @param factor 3 is three times as slow as promised */
  async slowDown(customer: Customer, machine: string, factor: number): Promise<void> {
    await this.around.control.changeMachine(customer.own.accountId, customer.machine(machine), {
      gpu_slowdown: factor,
    });
  }

  /** The same for every machine that the customer did not come with. @throws Error when none runs: nothing would be tested */
  async slowDownNew(customer: Customer, factor: number): Promise<void> {
    const own = new Set(customer.own.machines.values());
    const fresh = (await customer.runningMachines()).filter(({ instanceId }) => !own.has(instanceId));
    if (fresh.length === 0) throw new Error(`${customer.name} has no new machine that could become slower`);
    const { accountId } = customer.own;
    const change = { gpu_slowdown: factor };
    await Promise.all(fresh.map(({ instanceId }) => this.around.control.changeMachine(accountId, instanceId, change)));
  }

  /** The models on the machines that the customer came with begin to state wrong facts. @param share of the answers, 0..1 */
  async misinform(customer: Customer, share: number): Promise<void> {
    const { accountId, machines } = customer.own;
    const change = { hallucination_share: share };
    await Promise.all([...machines.values()].map((id) => this.around.control.changeMachine(accountId, id, change)));
  }

  /** Waits for the moment in which spot machines of the customer are booting. @throws NotInTime when none does */
  async starting(customer: Customer): Promise<void> {
    await eventually(
      `spot machines of ${customer.name} to be starting`,
      () => customer.own.cloud.machines(),
      (machines) => machines.some(({ market, state }) => market === 'spot' && state === 'pending'),
      {
        ...this.around.clock.within(SOON),
        show: (machines) => machines.map(({ name, market, state }) => `${name} ${market} ${state}`).join(', '),
      },
    );
  }

  /** How many spot machines the cloud has started for the customer, those that have ended included. */
  async everStarted(customer: Customer): Promise<number> {
    return (await customer.own.cloud.machines()).filter(({ market }) => market === 'spot').length;
  }

  /** Until the scenario ends, if nobody allows them before: changes that still run then could not be undone. */
  async stopRemovals(customer: Customer): Promise<void> {
    this.around.ledger.owe(`removals at the gateway of ${customer.name}`, () => this.allowRemovals(customer));
    await this.around.control.refuseRemovals(customer.own.fleetId, true);
  }

  async allowRemovals(customer: Customer): Promise<void> {
    await this.around.control.refuseRemovals(customer.own.fleetId, false);
  }

  /** Until the scenario ends. @param seconds of the world until the customer's gateway applies a change of traffic */
  async slowGateway(customer: Customer, seconds: number): Promise<void> {
    const { control, ledger } = this.around;
    const { fleetId } = customer.own;
    ledger.owe(`pace of the gateway of ${customer.name}`, () => control.delayGateway(fleetId, 0));
    await control.delayGateway(fleetId, seconds);
  }
}
