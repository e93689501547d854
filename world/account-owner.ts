import type { CloudAccount } from '../support/drivers/aws';
import type { GoogleProject } from '../support/drivers/google';
import type { RunningMachine } from '../support/drivers/machines';
import type { Enrolled } from './enrolment';
import { Subscriber } from './subscriber';

/** What somebody can look into who pays for machines. */
export interface Accounts extends Enrolled {
  readonly cloud: CloudAccount;
  /** At Google Cloud; undefined for who is at AWS only. */
  readonly project: GoogleProject | undefined;
  /** Gigabytes (2^30 bytes) a month that each batch queue reads from storage at AWS, by the queue's name. */
  readonly queues: ReadonlyMap<string, number>;
}

/** Somebody who has signed up, and pays for machines in a cloud. */
export class AccountOwner<Own extends Accounts = Accounts> extends Subscriber<Own> {
  /** What is paid for now, in every cloud. */
  async runningMachines(): Promise<readonly RunningMachine[]> {
    const { cloud, project } = this.own;
    return (await Promise.all([cloud.runningMachines(), project?.runningMachines() ?? []])).flat();
  }
}
