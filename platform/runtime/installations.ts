import type { components } from '../../contracts/generated/runtime.ts';
import { AdminGateway } from './admin-gateway.ts';
import { parseInstallCommand } from './install-command.ts';
import { Installation, type InstallationOptions } from './installation.ts';

type InstallationView = components['schemas']['Installation'];
type NewInstallation = components['schemas']['NewInstallation'];

/** What holds for every installation. */
export type InstallationsOptions = Omit<InstallationOptions, 'server' | 'gateway'>;

/** The runtimes on this host, one for each customer. */
export class Installations {
  readonly #options: InstallationsOptions;
  readonly #byCustomer = new Map<string, Installation>();

  constructor(options: InstallationsOptions) {
    this.#options = options;
  }

  list(): InstallationView[] {
    return [...this.#byCustomer].map(([customerId, { connected }]) => ({ customer_id: customerId, connected }));
  }

  /** Answers when connected; takes the place of the customer's earlier one. @throws Problem, and then keeps nothing */
  async install(order: NewInstallation): Promise<InstallationView> {
    const server = parseInstallCommand(order.install_command);
    const gateway = new AdminGateway(order.gateway_url, order.admin_key);
    const installation = new Installation({ ...this.#options, server, gateway });
    try {
      await installation.begin();
    } catch (error) {
      installation.end();
      throw error;
    }
    this.remove(server.customerId);
    this.#byCustomer.set(server.customerId, installation);
    return { customer_id: server.customerId, connected: installation.connected };
  }

  remove(customerId: string): void {
    this.#byCustomer.get(customerId)?.end();
    this.#byCustomer.delete(customerId);
  }

  endAll(): void {
    for (const customerId of [...this.#byCustomer.keys()]) this.remove(customerId);
  }
}
