import type { components, operations } from '../../contracts/generated/control';
import { Contract } from './contract';
import type { Journal } from './journal';
import { RestDriver } from './rest';

type Schemas = components['schemas'];
export type NewAccount = Schemas['NewAccount'];
export type NewDeployment = Schemas['NewDeployment'];
export type Account = Schemas['Account'];
export type NewProject = Schemas['NewProject'];
export type Project = Schemas['Project'];
export type SpotPool = Schemas['SpotPool'];
/** How the agents' language model may behave towards a customer. */
export type Mood = operations['changeLanguageModel']['requestBody']['content']['application/json']['behaviour'];
export type MachineChange = operations['changeMachine']['requestBody']['content']['application/json'];

export interface Fleet {
  readonly fleet_id: string;
  readonly gateway_url: string;
  readonly admin_key: string;
}

/** What machines of a market are like that an account gets from now on (contracts/control.yaml, changeHardware). */
export interface Hardware {
  readonly market: 'spot' | 'on_demand';
  readonly gpu_slowdown?: number;
  readonly damaged_weights?: { readonly quality_loss: number };
  readonly hallucination_share?: number;
  readonly boot_failure?: boolean;
  /** Of the world, from the order to the moment when the machine runs. */
  readonly boot_seconds?: number;
}

/** Creates customers' cloud accounts, projects and fleets and causes faults in them: the outside world, as far as it can be asked to do something. */
export class WorldControl {
  readonly #cloud: RestDriver;
  readonly #fleets: RestDriver;
  readonly #languageModel: RestDriver;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    addresses: {
      readonly cloudUrl: string;
      readonly fleetsUrl: string;
      readonly llmUrl: string;
      readonly controlKey: string;
    },
    journal: Journal,
  ) {
    const contract = new Contract('control.yaml');
    this.#cloud = new RestDriver('the cloud', { url: addresses.cloudUrl, contract, journal });
    this.#fleets = new RestDriver('the fleets', { url: addresses.fleetsUrl, contract, journal });
    this.#languageModel = new RestDriver('the language model', { url: addresses.llmUrl, contract, journal });
    this.#headers = { 'x-control-key': addresses.controlKey };
  }

  async openAccount(account: NewAccount): Promise<Account> {
    return await this.#cloud.call('createAccount', { body: account, headers: this.#headers });
  }

  async closeAccount(accountId: string): Promise<void> {
    await this.#cloud.call('closeAccount', { path: { account_id: accountId }, headers: this.#headers });
  }

  /** Labels of the open accounts that start with the given text. */
  async openAccounts(label: string): Promise<readonly string[]> {
    const accounts = await this.#cloud.call<readonly Schemas['AccountSummary'][]>('listAccounts', {
      query: { label },
      headers: this.#headers,
    });
    return accounts.map((account) => account.label);
  }

  async changeSpotPool(accountId: string, instanceType: string, change: Schemas['SpotPoolChange']): Promise<void> {
    const path = { account_id: accountId, instance_type: instanceType };
    await this.#cloud.call('changeSpotPool', { path, body: change, headers: this.#headers });
  }

  /** @param noticeSeconds of the world; 0 is a machine that simply vanishes */
  async interruptSpot(accountId: string, noticeSeconds: number): Promise<readonly string[]> {
    const answer = await this.#cloud.call<Schemas['Interrupted']>('interruptSpot', {
      path: { account_id: accountId },
      body: { notice_seconds: noticeSeconds },
      headers: this.#headers,
    });
    return answer.instance_ids;
  }

  /** The account's next call of the action is carried out, but its answer does not arrive. */
  async loseAnswer(accountId: string, action: 'PurchaseReservedInstancesOffering'): Promise<void> {
    const path = { account_id: accountId };
    await this.#cloud.call('loseAnswers', { path, body: { action }, headers: this.#headers });
  }

  async changeHardware(accountId: string, hardware: Hardware): Promise<void> {
    await this.#cloud.call('changeHardware', {
      path: { account_id: accountId },
      body: hardware,
      headers: this.#headers,
    });
  }

  async openProject(project: NewProject): Promise<Project> {
    return await this.#cloud.call('createProject', { body: project, headers: this.#headers });
  }

  async closeProject(projectId: string): Promise<void> {
    await this.#cloud.call('closeProject', { path: { project_id: projectId }, headers: this.#headers });
  }

  /** Labels of the open projects that start with the given text. */
  async listProjects(label: string): Promise<readonly string[]> {
    const projects = await this.#cloud.call<readonly Schemas['ProjectSummary'][]>('listProjects', {
      query: { label },
      headers: this.#headers,
    });
    return projects.map((project) => project.label);
  }

  /** Whether Google answers those who come as the project's service account. */
  async changeProjectReachability(projectId: string, reachable: boolean): Promise<void> {
    const path = { project_id: projectId };
    await this.#cloud.call('changeProjectReachability', { path, body: { reachable }, headers: this.#headers });
  }

  /** A machine that may run already becomes worse, or as good again. */
  async changeMachine(accountId: string, instanceId: string, change: MachineChange): Promise<void> {
    await this.#cloud.call('changeMachine', {
      path: { account_id: accountId, instance_id: instanceId },
      body: change,
      headers: this.#headers,
    });
  }

  async createFleet(accountId: string, deployments: readonly NewDeployment[]): Promise<Fleet> {
    return await this.#fleets.call('createFleet', {
      body: { account_id: accountId, deployments },
      headers: this.#headers,
    });
  }

  async removeFleet(fleetId: string): Promise<void> {
    await this.#fleets.call('removeFleet', { path: { fleet_id: fleetId }, headers: this.#headers });
  }

  /** @param rate requests a second of the world */
  async changeLoad(fleetId: string, deployment: string, rate: number): Promise<void> {
    await this.#fleets.call('changeLoad', {
      path: { fleet_id: fleetId },
      body: { deployment, requests_per_second: rate },
      headers: this.#headers,
    });
  }

  /** @param seconds of the world until a change of weights takes effect */
  async delayGateway(fleetId: string, seconds: number): Promise<void> {
    await this.#fleets.call('changeGateway', {
      path: { fleet_id: fleetId },
      body: { apply_delay_seconds: seconds },
      headers: this.#headers,
    });
  }

  /** Whether from now on the gateway answers 503 to whoever wants a replica removed. */
  async refuseRemovals(fleetId: string, refuse: boolean): Promise<void> {
    const path = { fleet_id: fleetId };
    await this.#fleets.call('changeGateway', { path, body: { refuse_removals: refuse }, headers: this.#headers });
  }

  /** How the agents' language model behaves when it is asked about this customer. */
  async changeLanguageModel(customerId: string, behaviour: Mood): Promise<void> {
    const path = { customer_id: customerId };
    await this.#languageModel.call('changeLanguageModel', { path, body: { behaviour }, headers: this.#headers });
  }

  async close(): Promise<void> {
    await Promise.all([this.#cloud, this.#fleets, this.#languageModel].map((driver) => driver.close()));
  }
}
