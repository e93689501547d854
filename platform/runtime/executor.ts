import type { Logger } from '../shared/logger.ts';
import { carryOut, type Site } from './actions.ts';
import type { Command, CommandResult } from './messages.ts';

/** Carries out each command once, however often it is asked for, and answers every time with the same result. */
export class Executor {
  readonly #site: Site;
  readonly #logger: Logger;
  readonly #results = new Map<string, Promise<CommandResult>>();

  constructor(site: Site, logger: Logger) {
    this.#site = site;
    this.#logger = logger;
  }

  /** Never throws: what goes wrong is told in the result. */
  run(command: Command): Promise<CommandResult> {
    const known = this.#results.get(command.command_id);
    if (known) return known;
    const result = this.#carryOut(command);
    this.#results.set(command.command_id, result);
    this.#forgetOldest();
    return result;
  }

  async #carryOut(command: Command): Promise<CommandResult> {
    const facts = { kind: 'result', command_id: command.command_id } as const;
    const logger = this.#logger.child({ command_id: command.command_id, action: command.action });
    try {
      await carryOut(command, this.#site);
      logger.info('command carried out');
      return { ...facts, ok: true, deployments: [...(await this.#site.gateway.deployments())] };
    } catch (error) {
      logger.warn({ err: error }, 'command failed');
      const message = error instanceof Error ? error.message : String(error);
      const deployments = await this.#site.gateway.deployments().catch(() => []);
      return { ...facts, ok: false, error: message, deployments: [...deployments] };
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#results.keys();
    if (this.#results.size > remembered && oldest !== undefined) this.#results.delete(oldest);
  }
}

/** Results that are kept for a command that comes again. */
const remembered = 1000;
