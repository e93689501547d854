import type { components } from '../../contracts/generated/runtime.ts';
import { AdminGateway } from './admin-gateway.ts';
import { parseInstallCommand } from './install-command.ts';
import { Installation, type InstallationOptions } from './installation.ts';
import type { InstallationRegister } from './installation-register.ts';

type InstallationView = components['schemas']['Installation'];
type NewInstallation = components['schemas']['NewInstallation'];

/** What holds for every installation, and where it is kept which there are. */
export type InstallationsOptions = Omit<InstallationOptions, 'server' | 'gateway'> & {
  readonly register: Pick<InstallationRegister, 'read' | 'write'>;
};

interface Installed {
  readonly order: NewInstallation;
  readonly installation: Installation;
}

/** The runtimes on this host, one for each customer. */
export class Installations {
  readonly #options: InstallationsOptions;
  readonly #byCustomer = new Map<string, Installed>();

  constructor(options: InstallationsOptions) {
    this.#options = options;
  }

  list(): InstallationView[] {
    return [...this.#byCustomer].map(([customerId, { installation }]) => viewOf(customerId, installation));
  }

  /** Goes on with what was installed when the process ended; each connects as soon as OptiInfra can be reached. */
  resume(): void {
    for (const [customerId, order] of this.#options.register.read()) {
      const installation = this.#installationOf(order);
      this.#byCustomer.set(customerId, { order, installation });
      installation.resume();
    }
  }

  /** Answers when connected; takes the place of the customer's earlier one. @throws Problem, and then keeps nothing */
  async install(order: NewInstallation): Promise<InstallationView> {
    const installation = this.#installationOf(order);
    try {
      await installation.begin();
    } catch (error) {
      installation.end();
      throw error;
    }
    const { customerId } = installation;
    this.#byCustomer.get(customerId)?.installation.end();
    this.#byCustomer.set(customerId, { order, installation });
    this.#keep();
    return viewOf(customerId, installation);
  }

  remove(customerId: string): void {
    this.#byCustomer.get(customerId)?.installation.end();
    if (this.#byCustomer.delete(customerId)) this.#keep();
  }

  /** With the process: they stay installed. */
  endAll(): void {
    for (const { installation } of this.#byCustomer.values()) installation.end();
  }

  #installationOf({ install_command, gateway_url, admin_key }: NewInstallation): Installation {
    const server = parseInstallCommand(install_command);
    return new Installation({ ...this.#options, server, gateway: new AdminGateway(gateway_url, admin_key) });
  }

  #keep(): void {
    this.#options.register.write(new Map([...this.#byCustomer].map(([customerId, { order }]) => [customerId, order])));
  }
}

function viewOf(customer_id: string, { connected }: Installation): InstallationView {
  return { customer_id, connected };
}
