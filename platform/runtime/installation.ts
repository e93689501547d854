import type { Logger } from '../shared/logger.ts';
import { badGateway } from '../shared/problem.ts';
import type { AdminGateway } from './admin-gateway.ts';
import { Executor } from './executor.ts';
import type { InstallCommand } from './install-command.ts';
import { Line } from './line.ts';
import { type CommandResult, type Inventory, readCommand } from './messages.ts';

export interface InstallationOptions {
  readonly server: InstallCommand;
  readonly gateway: AdminGateway;
  /** Wall milliseconds between two looks at the gateway while a command is carried out. */
  readonly pollInterval: number;
  /** The same while nothing is done. */
  readonly inventoryInterval: number;
  readonly logger: Logger;
}

/** One customer's runtime: tells OptiInfra what the gateway serves, and does at the gateway what OptiInfra asks for. */
export class Installation {
  readonly #options: InstallationOptions;
  readonly #executor: Executor;
  readonly #line: Line;
  #lastInventory = '';
  #watch: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(options: InstallationOptions) {
    const { server, gateway, pollInterval } = options;
    const logger = options.logger.child({ customer_id: server.customerId });
    this.#options = { ...options, logger };
    this.#executor = new Executor({ gateway, pollInterval }, logger);
    this.#line = new Line({
      server,
      logger,
      greeting: () => this.#readInventory(),
      onMessage: (text) => void this.#obey(text),
    });
  }

  get customerId(): string {
    return this.#options.server.customerId;
  }

  get connected(): boolean {
    return this.#line.isOpen;
  }

  /** @throws Problem 401, 400 or 502 that says which of OptiInfra and the gateway is not as it should be */
  async begin(): Promise<void> {
    await this.#line.open();
    this.#lookAgain();
  }

  /** Connects as soon as that is possible. */
  resume(): void {
    this.#line.openWhenPossible();
    this.#lookAgain();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#watch);
    this.#line.close();
  }

  #lookAgain(): void {
    if (this.#ended) return;
    this.#watch = setTimeout(
      () => void this.#tellChanges().finally(() => this.#lookAgain()),
      this.#options.inventoryInterval,
    );
  }

  async #tellChanges(): Promise<void> {
    try {
      const before = this.#lastInventory;
      const inventory = await this.#readInventory();
      if (inventory !== before && !this.#line.send(inventory)) this.#lastInventory = before;
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the gateway cannot be read');
    }
  }

  async #readInventory(): Promise<string> {
    const { gateway } = this.#options;
    const deployments = await gateway.deployments().catch((error: unknown) => {
      throw badGateway(error instanceof Error ? error.message : String(error));
    });
    const inventory: Inventory = { kind: 'inventory', gateway_url: gateway.url, deployments: [...deployments] };
    this.#lastInventory = JSON.stringify(inventory);
    return this.#lastInventory;
  }

  async #obey(text: string): Promise<void> {
    const command = readCommand(text);
    if (!command) return this.#options.logger.warn('a message that is no command');
    const result = 'mistake' in command ? refusal(command) : await this.#executor.run(command);
    this.#line.send(JSON.stringify(result));
    await this.#tellChanges();
  }
}

function refusal({ command_id, mistake }: { readonly command_id: string; readonly mistake: string }): CommandResult {
  return { kind: 'result', command_id, ok: false, error: mistake, deployments: [] };
}
