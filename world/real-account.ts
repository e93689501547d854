import { CloudAccount } from '../support/drivers/aws';
import type { Addresses } from '../support/environment/addresses';
import { AccountOwner } from './account-owner';
import { type CastName, castMember } from './cast';
import { enrol } from './enrolment';
import type { Surroundings } from './surroundings';

type Description = NonNullable<Addresses['realAccount']>;

/**
 * An account at AWS that nobody simulates. OptiInfra is let in by the role that the target's description names; the suite looks into it
 * with keys that may only read. Neither is asked to start, change or end anything.
 */
export class RealAccount {
  #owner: AccountOwner | undefined;
  #before: readonly string[] = [];

  constructor(private readonly around: Surroundings) {}

  /** Its owner signs up and in. What runs in it is noted before OptiInfra is let in. @throws Error when nothing does: then nothing could be found */
  async signUp(name: CastName): Promise<void> {
    const { api, journal, ledger } = this.around;
    const { endpoint, region, accessKeyId, secretAccessKey } = this.#description;
    const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    const cloud = new CloudAccount({ endpoint, region, keys }, journal);
    ledger.owe('line to the real account', async () => cloud.close());
    const enrolled = await enrol(this.around, castMember(name));
    this.#owner = new AccountOwner(name, { ...enrolled, cloud, project: undefined, queues: new Map() }, api);
    this.#before = await this.running();
    if (this.#before.length === 0) throw new Error(`No machine runs in the real account in ${region}`);
  }

  async letIn(): Promise<void> {
    const { region, roleArn } = this.#description;
    await this.owner.call('onboardCustomer', { body: { cloud_provider: 'aws', region, iam_role_arn: roleArn } });
  }

  /** Machines that run in it: id, type and market of each. */
  async running(): Promise<readonly string[]> {
    const machines = await this.owner.runningMachines();
    return machines.map(({ instanceId, instanceType, market }) => `${instanceId} ${instanceType} ${market}`);
  }

  /** What ran in it before OptiInfra was let in. */
  get before(): readonly string[] {
    return this.#before;
  }

  /** @throws Error when nobody has signed up with it in this scenario */
  get owner(): AccountOwner {
    if (this.#owner) return this.#owner;
    throw new Error(
      'Nobody has a real account. Start with "Given Initech Inc has signed up, and has a real account at AWS"',
    );
  }

  get #description(): Description {
    const { realAccount } = this.around.addresses;
    if (realAccount) return realAccount;
    throw new Error('The target has no real account at AWS; docs/targets.md tells how one is given');
  }
}
