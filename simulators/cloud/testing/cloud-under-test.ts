import type { components } from '../../../contracts/generated/control.ts';
import { BatchQueues } from '../../world/batch-queues.ts';
import { Machines } from '../../world/machines.ts';
import { ManualClock } from '../../world/manual-clock.ts';
import { cloud } from '../server.ts';
import { type Clients, clientsOf } from './clients.ts';
import { type GoogleClients, googleClientsOf } from './google-clients.ts';

type Account = components['schemas']['Account'];
type Project = components['schemas']['Project'];

export const platform = {
  accountId: '999900001111',
  accessKeyId: 'AKIAPLATFORM00000000',
  secretAccessKey: 'the-secret-of-the-platform',
};

/** The token of the platform at Google. */
export const gcpPlatformToken = 'ya29.platform-of-the-test';

export const controlKey = 'key-of-the-control';

/** The cloud on a free port, with a clock that the test moves. */
export class CloudUnderTest {
  readonly clock = new ManualClock();
  readonly machines = new Machines();
  readonly #app = cloud(
    {
      clock: this.clock,
      machines: this.machines,
      queues: new BatchQueues(),
      controlKey,
      fleetsUrl: 'http://127.0.0.1:1',
    },
    { platform, gcpPlatformToken },
  );
  #url = '';

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    this.#url = await this.#app.listen({ host: '127.0.0.1', port: 0 });
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }

  get platformClients(): Clients {
    return clientsOf(this.#url, platform);
  }

  /** A call of the control; answers status and body. */
  async control(method: string, path: string, body?: object, key = controlKey) {
    const response = await fetch(`${this.#url}/control${path}`, {
      method,
      headers: { 'x-control-key': key, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** A new account in us-east-1 with its owner's clients. */
  async account(contents: object = {}): Promise<{ readonly account: Account; readonly clients: Clients }> {
    const wish = { label: 'test', region: 'us-east-1', machines: [], ...contents };
    const { status, body } = await this.control('POST', '/accounts', wish);
    if (status !== 201) throw new Error(`The account was not opened: ${JSON.stringify(body)}`);
    const account: Account = body;
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = account.owner_keys;
    return { account, clients: clientsOf(this.#url, { accessKeyId, secretAccessKey }, wish.region) };
  }

  /** A new project in us-central1 with its owner's clients. */
  async project(contents: object = {}): Promise<{ readonly project: Project; readonly owner: GoogleClients }> {
    const wish = { label: 'test', region: 'us-central1', machines: [], ...contents };
    const { status, body } = await this.control('POST', '/projects', wish);
    if (status !== 201) throw new Error(`The project was not opened: ${JSON.stringify(body)}`);
    const project: Project = body;
    return { project, owner: googleClientsOf(this.#url, project.project_id, project.owner_token) };
  }
}

/** A spot market of p4d.24xlarge with four machines, 60 % off. */
export const p4dPool = {
  instance_type: 'p4d.24xlarge',
  price_mean: 12_000,
  price_now: 12_400,
  interruption_rate: 0.05,
  capacity: 4,
};

/** A spot market of a2-highgpu-8g with two machines, 44 % off. */
export const a2Pool = {
  instance_type: 'a2-highgpu-8g',
  price_mean: 15_000,
  price_now: 15_300,
  interruption_rate: 0.08,
  capacity: 2,
};

export const imageId = 'ami-03cf127a';
