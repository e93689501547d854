import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import { type Answer, Refusal } from '../support/drivers/rest';
import type { Account, Fleet, Project } from '../support/drivers/world-control';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import { unlessRefused } from './outcome';
import type { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

/** What a customer has outside of OptiInfra. */
export interface Outside {
  readonly account: Account;
  readonly project: Project | undefined;
  readonly fleet: Fleet;
}

export type Infrastructure = Answer<operations['getInfrastructure']>;
type Optimization = Answer<operations['listOptimizations']>[number];

/** Discovery, when the sentence does not say how long it may take. */
const PATIENCE = Duration.parse('10 minutes');

/** From a customer who has merely signed up to one whose machines and models OptiInfra knows. */
export class Onboarding {
  constructor(private readonly around: Surroundings) {}

  /** Lets OptiInfra, in this customer's name only, into the account at AWS. */
  async enterAws(customer: Customer, { account }: Outside): Promise<void> {
    await customer.own.cloud.demandExternalId(account.role_arn, customer.own.customerId);
    await this.nameRole(customer, account.role_arn);
  }

  /** Names a role to OptiInfra, whoever it lets in. */
  async nameRole(customer: Customer, role: string): Promise<void> {
    const body = { cloud_provider: 'aws', region: customer.own.member.region, iam_role_arn: role };
    await customer.call('onboardCustomer', { body });
  }

  /** Lets OptiInfra into the project at Google Cloud. @param serviceAccount the name of another service account than the project's own */
  async enterGoogle(customer: Customer, { project }: Outside, serviceAccount?: string): Promise<void> {
    const place = customer.own.member.project;
    if (!project || !place) throw new Error(`${customer.name} has no project at Google Cloud`);
    const { project_id, service_account } = project;
    const given = serviceAccount ? `${serviceAccount}@${project_id}.iam.gserviceaccount.com` : service_account;
    const body = { cloud_provider: 'gcp', region: place.region, project_id, service_account: given };
    await customer.call('onboardCustomer', { body });
  }

  /** Runs the install command on the customer's own host. @param token another one than the command has @throws Refusal */
  async install(customer: Customer, { fleet }: Outside, token?: string): Promise<void> {
    const { runtimeHost, ledger } = this.around;
    const { install_command, agent_token } = await customer.call('getInstallCommand');
    ledger.owe(`runtime of ${customer.name}`, () => runtimeHost.uninstall(customer.own.customerId));
    ledger.owe(`running changes of ${customer.name}`, () => this.#callOff(customer));
    await runtimeHost.install({
      install_command: token === undefined ? install_command : install_command.replace(agent_token, token),
      gateway_url: fleet.gateway_url,
      admin_key: fleet.admin_key,
    });
  }

  /** Whether a runtime of the customer's is installed, as its host says. */
  async isConnected(customer: Customer): Promise<boolean> {
    const installed = await this.around.runtimeHost.installations();
    return installed.some(({ customer_id }) => customer_id === customer.own.customerId);
  }

  /** Waits until OptiInfra has looked into every account that it was let into, however that ended. */
  async looked(customer: Subscriber, deadline = PATIENCE, since = Date.now()): Promise<Infrastructure> {
    return await eventually(
      `${customer.name} to be told what OptiInfra found, or why it could not look`,
      () => customer.call('getInfrastructure'),
      ({ status }) => status === 'discovered' || status === 'failed',
      {
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: ({ status, problem }) => `${status} ${problem ?? ''}`,
      },
    );
  }

  /** Waits until all machines and models are known. @throws AssertionError where OptiInfra could not look into an account */
  async discovered(customer: Customer): Promise<void> {
    const { status, problem } = await this.looked(customer);
    if (status === 'failed')
      throw new AssertionError(`The infrastructure of ${customer.name} was not discovered: ${problem}`);
    await this.serving(customer, customer.own.member.deployments.length, PATIENCE, Date.now());
  }

  /** Waits until so many models are known, which OptiInfra learns from the customer's runtime. */
  async serving(customer: Customer, deployments: number, deadline: Duration, since: number): Promise<Infrastructure> {
    return await eventually(
      `${deployments} deployments of ${customer.name} to be known`,
      () => customer.call('getInfrastructure'),
      ({ vllm_deployments }) => vllm_deployments.length >= deployments,
      {
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: ({ vllm_deployments }) => vllm_deployments.map(({ name }) => name).join(', ') || 'none',
      },
    );
  }

  /** Nothing of a customer who has left. */
  async #running(customer: Customer): Promise<readonly Optimization[]> {
    try {
      return (await customer.call('listOptimizations')).filter(isRunning);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return [];
      throw error;
    }
  }

  /** A scenario may end before the change that it watched: nobody may leave in the middle of one. */
  async #callOff(customer: Customer): Promise<void> {
    for (const { id } of await this.#running(customer)) {
      // What is too late to call off comes to its own end.
      await customer.call('cancelOptimization', { path: { optimization_id: id } }).catch(unlessRefused);
    }
    await eventually(
      `the changes of ${customer.name} to end`,
      async () => (await this.#running(customer)).map(({ status }) => status),
      (running) => running.length === 0,
      { ...this.around.clock.within(Duration.parse('20 minutes')), wake: customer.own.events },
    );
  }
}

function isRunning({ status }: Optimization): boolean {
  return status === 'queued' || status === 'executing' || status === 'rolling_back';
}
