import type { components } from '../../contracts/generated/runtime';
import { Contract } from './contract';
import type { Journal } from './journal';
import { RestDriver } from './rest';

export type NewInstallation = components['schemas']['NewInstallation'];

/** The host on which customers run the install command. */
export class RuntimeHost {
  readonly #rest: RestDriver;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, key: string, journal: Journal) {
    this.#rest = new RestDriver("the runtime's host", { url, contract: new Contract('runtime.yaml'), journal });
    this.#headers = { 'x-runtime-key': key };
  }

  async install(installation: NewInstallation): Promise<void> {
    await this.#rest.call('installRuntime', { body: installation, headers: this.#headers });
  }

  async uninstall(customerId: string): Promise<void> {
    await this.#rest.call('uninstallRuntime', { path: { customer_id: customerId }, headers: this.#headers });
  }

  /** The customers whose runtime is installed here. */
  async installations(): Promise<readonly components['schemas']['Installation'][]> {
    return await this.#rest.call('listInstallations', { headers: this.#headers });
  }

  async close(): Promise<void> {
    await this.#rest.close();
  }
}
