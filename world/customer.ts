import type { CloudAccount } from '../support/drivers/aws';
import type { Gateway } from '../support/drivers/gateway';
import type { GoogleProject } from '../support/drivers/google';
import type { RunningMachine } from '../support/drivers/machines';
import type { RestDriver } from '../support/drivers/rest';
import type { Baseline } from './baseline';
import type { CastMember } from './cast';
import type { Enrolled } from './enrolment';
import { Subscriber } from './subscriber';

export interface Belongings extends Enrolled {
  readonly member: CastMember;
  readonly accountId: string;
  readonly fleetId: string;
  readonly cloud: CloudAccount;
  /** At Google Cloud; undefined where the customer is at AWS only. */
  readonly project: GoogleProject | undefined;
  readonly projectId: string | undefined;
  /** Gigabytes (2^30 bytes) a month that each batch queue reads from storage at AWS, by the queue's name. */
  readonly queues: ReadonlyMap<string, number>;
  readonly gateway: Gateway;
  /** Cloud instance ids of the machines that the customer came with, by name. */
  readonly machines: ReadonlyMap<string, string>;
}

/** A signed-in customer with an account and a fleet that belong to this scenario alone. */
export class Customer extends Subscriber<Belongings> {
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

  /** What the customer pays for now, in every cloud. */
  async runningMachines(): Promise<readonly RunningMachine[]> {
    const { cloud, project } = this.own;
    return (await Promise.all([cloud.runningMachines(), project?.runningMachines() ?? []])).flat();
  }

  /** The machine of that name that the customer came with. @throws Error naming those that there are */
  machine(name: string): string {
    const instanceId = this.own.machines.get(name);
    if (!instanceId)
      throw new Error(`${this.name} has no machine "${name}", only ${[...this.own.machines.keys()].join(', ')}`);
    return instanceId;
  }
}
