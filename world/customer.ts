import type { Gateway } from '../support/drivers/gateway';
import type { RestDriver } from '../support/drivers/rest';
import { AccountOwner, type Accounts } from './account-owner';
import type { Baseline } from './baseline';
import type { CastMember } from './cast';

export interface Belongings extends Accounts {
  readonly member: CastMember;
  readonly accountId: string;
  readonly fleetId: string;
  readonly projectId: string | undefined;
  readonly gateway: Gateway;
  /** Cloud instance ids of the machines that the customer came with, by name. */
  readonly machines: ReadonlyMap<string, string>;
}

/** A signed-in customer with an account and a fleet that belong to this scenario alone. */
export class Customer extends AccountOwner<Belongings> {
  #before: Baseline | undefined;

  constructor(own: Belongings, api: RestDriver) {
    super(own.member.name, own, api);
  }

  /** @throws Error when nobody looked in time */
  get before(): Baseline {
    if (!this.#before) throw new Error(`Nobody has looked at what ${this.name} had before anything was changed`);
    return this.#before;
  }

  set before(baseline: Baseline) {
    this.#before = baseline;
  }

  /** The machine of that name that the customer came with. @throws Error naming those that there are */
  machine(name: string): string {
    const instanceId = this.own.machines.get(name);
    if (!instanceId)
      throw new Error(`${this.name} has no machine "${name}", only ${[...this.own.machines.keys()].join(', ')}`);
    return instanceId;
  }
}
