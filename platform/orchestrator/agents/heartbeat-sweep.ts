import { sql } from 'kysely';
import type { Logger } from '../../shared/logger.ts';
import type { Reader } from '../database/change.ts';

/** Marks agents unreachable whose heartbeats stay out, and forgets, after a day, heartbeats, and agents that deregistered and are no longer heard of. */
export class HeartbeatSweep {
  readonly #db: Reader;
  readonly #unreachableSeconds: number;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { readonly db: Reader; readonly unreachableSeconds: number; readonly logger: Logger }) {
    this.#db = options.db;
    this.#unreachableSeconds = options.unreachableSeconds;
    this.#logger = options.logger;
  }

  /**
   * Looks five times within the limit, so that it is overstepped by a fifth at most. The first look comes after the whole limit: heartbeats
   * that no orchestrator was there to receive are not the agents' fault.
   */
  begin(): void {
    const limit = this.#unreachableSeconds * 1000;
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => void this.#sweep(), limit / 5);
    }, limit);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  async #sweep(): Promise<void> {
    try {
      const silent = await this.#db
        .updateTable('agents')
        .set({ status: 'unreachable' })
        .where('status', 'in', ['active', 'degraded'])
        .where('last_heartbeat_at', '<', sql<Date>`now() - make_interval(secs => ${this.#unreachableSeconds})`)
        .returning(['id', 'agent_type'])
        .execute();
      if (silent.length > 0) this.#logger.warn({ agents: silent }, 'agents are unreachable');
      await this.#db
        .deleteFrom('agent_heartbeats')
        .where('received_at', '<', sql<Date>`now() - interval '1 day'`)
        .execute();
      await this.#db
        .deleteFrom('agents')
        .where('status', '=', 'deregistered')
        .where('last_heartbeat_at', '<', sql<Date>`now() - interval '1 day'`)
        .execute();
    } catch (error) {
      this.#logger.warn({ err: error }, 'agents could not be looked after');
    }
  }
}
