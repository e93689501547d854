import { CloudAccount } from '../support/drivers/aws';
import { Gateway } from '../support/drivers/gateway';
import { GoogleProject } from '../support/drivers/google';
import type { Account, Fleet, Project } from '../support/drivers/world-control';
import type { Duration } from './amounts/duration';
import { type CastMember, type CastName, castMember, type Plan, type Traits } from './cast';
import { Customer } from './customer';
import { enrol } from './enrolment';
import type { Onboarding, Outside } from './onboarding';
import { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

export interface Preferences {
  /** How long each stage of a change is watched before it is judged. */
  readonly observation?: Duration;
  /** What decides where offers contradict each other. */
  readonly priority?: 'cost' | 'performance';
}

interface Settled {
  readonly member: CastMember;
  readonly outside: Outside;
}

/** Customers from signing up to being watched. Whatever is created here is owed to the ledger. */
export class Customers {
  readonly #subscribers = new Map<CastName, Subscriber>();
  readonly #traits = new Map<CastName, Traits>();
  readonly #settled = new Map<CastName, Settled>();

  constructor(
    private readonly around: Surroundings,
    private readonly onboarding: Onboarding,
  ) {}

  /** What is known of a customer before it comes; later words are added to earlier ones. */
  expect(name: CastName, traits: Traits): void {
    this.#traits.set(name, { ...this.#traits.get(name), ...traits });
  }

  /** Signs up, signs in, lets OptiInfra into the account, installs the runtime, and waits until everything is discovered. */
  async join(name: CastName): Promise<Customer> {
    const outside = await this.settleDown(name);
    const customer = await this.signUp(name);
    await this.onboarding.enterAws(customer, outside);
    if (outside.project) await this.onboarding.enterGoogle(customer, outside);
    await this.onboarding.install(customer, outside);
    await this.onboarding.discovered(customer);
    const priority = this.#traits.get(name)?.prefers ?? 'nothing';
    if (priority !== 'nothing') await this.prefer(customer, { priority });
    return customer;
  }

  /** Has machines and models, and has never heard of OptiInfra. */
  async settleDown(name: CastName): Promise<Outside> {
    const member = withOwnQueues(castMember(name, this.#traits.get(name)), this.around);
    const account = await this.#openAccount(member);
    const project = member.project && (await this.#openProject(member, member.project));
    const outside = { account, project, fleet: await this.#serveModels(member, account) };
    this.#settled.set(name, { member, outside });
    return outside;
  }

  /** What the customer has outside of OptiInfra. @throws Error when nothing was said of it */
  outside(name: CastName): Outside {
    return this.#settledOf(name).outside;
  }

  /** Somebody with machines and models signs up and in. @throws Refusal */
  async signUp(name: CastName): Promise<Customer> {
    const { member, outside } = this.#settledOf(name);
    const customer = await this.#enrol(member, outside);
    this.#subscribers.set(name, customer);
    return customer;
  }

  /** Only signs up and in, with nothing to look at. @param wishes what is not to be as usual */
  async subscribe(name: CastName, wishes: { readonly plan?: Plan; readonly password?: string } = {}): Promise<void> {
    const enrolled = await enrol(this.around, { ...castMember(name, this.#traits.get(name)), ...wishes });
    this.#subscribers.set(name, new Subscriber(name, enrolled, this.around.api));
  }

  /** A customer, or whoever has merely signed up. @throws Error when that has not happened in this scenario */
  subscriber(name: CastName): Subscriber {
    const subscriber = this.#subscribers.get(name);
    if (!subscriber) throw new Error(`${name} has not signed up. Start with "Given ${name} has signed up"`);
    return subscriber;
  }

  /** @throws Error when the customer has not joined in this scenario */
  named(name: CastName): Customer {
    const customer = this.#subscribers.get(name);
    if (!(customer instanceof Customer))
      throw new Error(`${name} is not a customer yet. Start with "Given ${name} is a customer of OptiInfra"`);
    return customer;
  }

  /** Tells OptiInfra what the customer wants it to do differently. */
  async prefer(customer: Customer, { observation, priority }: Preferences): Promise<void> {
    const before = await customer.call('getPreferences');
    const watched = observation && { observation_seconds: this.around.clock.wall(observation) / 1000 };
    await customer.call('setPreferences', { body: { ...before, ...watched, ...(priority && { priority }) } });
  }

  /** Everybody who has signed up in this scenario. */
  get all(): readonly Subscriber[] {
    return [...this.#subscribers.values()];
  }

  async #openAccount(member: CastMember): Promise<Account> {
    const { control, ledger } = this.around;
    const label = this.around.unique(member.name);
    const machines = member.machines.map((machine) => ({ ...machine, tags: { ...machine.tags } }));
    const account = await control.openAccount({
      label,
      region: member.region,
      machines,
      spot_pools: [...member.spotPools],
      ...(member.trusts && { trusted_principal: member.trusts }),
    });
    ledger.owe(`cloud account of ${member.name}`, () => control.closeAccount(account.account_id));
    return account;
  }

  async #openProject(member: CastMember, { region, machines, spotPools }: NonNullable<CastMember['project']>) {
    const { control, ledger } = this.around;
    const label = this.around.unique(member.name);
    const project = await control.openProject({ label, region, machines: [...machines], spot_pools: [...spotPools] });
    ledger.owe(`Google Cloud project of ${member.name}`, () => control.closeProject(project.project_id));
    return project;
  }

  async #serveModels(member: CastMember, account: Account): Promise<Fleet> {
    const { control, ledger } = this.around;
    const fleet = await control.createFleet(account.account_id, member.deployments);
    ledger.owe(`fleet of ${member.name}`, () => control.removeFleet(fleet.fleet_id));
    return fleet;
  }

  #settledOf(name: CastName): Settled {
    const settled = this.#settled.get(name);
    if (!settled)
      throw new Error(`Nothing is known of ${name}. Start with "Given ${name} runs its models without OptiInfra"`);
    return settled;
  }

  async #enrol(member: CastMember, { account, project, fleet }: Outside): Promise<Customer> {
    const { api, journal, ledger, addresses } = this.around;
    const enrolled = await enrol(this.around, member);
    const cloud = new CloudAccount(
      { endpoint: addresses.cloudUrl, region: member.region, keys: account.owner_keys },
      journal,
    );
    const atGoogle = member.project && project && this.#lookInto(project, member.project.region);
    const gateway = new Gateway(fleet.gateway_url, journal);
    ledger.owe(`lines to ${member.name}`, async () => {
      cloud.close();
      await gateway.close();
    });
    const all = [...account.machines, ...(project?.machines ?? [])];
    const own = {
      member,
      ...enrolled,
      accountId: account.account_id,
      projectId: project?.project_id,
      fleetId: fleet.fleet_id,
      machines: new Map(all.map(({ name, instance_id }) => [name, instance_id])),
      queues: queuesOf(member),
    };
    return new Customer({ ...own, cloud, project: atGoogle, gateway }, api);
  }

  #lookInto({ project_id: projectId, owner_token: token }: Project, region: string): GoogleProject {
    const { addresses, journal } = this.around;
    return new GoogleProject({ endpoint: addresses.cloudUrl, projectId, region, token }, journal);
  }
}

/** Queues are known by name all over the world: each customer's get names that nobody else has. */
function withOwnQueues(member: CastMember, { unique }: Surroundings): CastMember {
  const machines = member.machines.map((machine) => {
    const queue = machine.tags['batch-queue'];
    return queue === undefined ? machine : { ...machine, tags: { ...machine.tags, 'batch-queue': unique(queue) } };
  });
  return { ...member, machines };
}

function queuesOf({ machines }: CastMember): ReadonlyMap<string, number> {
  const queues = machines.flatMap(({ tags, usage }) => {
    const queue = tags['batch-queue'];
    return queue === undefined ? [] : [[queue, usage?.data_gb_a_month ?? 0] as const];
  });
  return new Map(queues);
}
