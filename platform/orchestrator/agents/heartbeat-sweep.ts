import { sql } from 'kysely';
import type { Logger } from '../../shared/logger.ts';
import type { Reader } from '../database/change.ts';

/** Marks agents unreachable whose heartbeats stay out, and forgets, after a day, heartbeats, and agents that deregistered and are no longer heard of. */
export class HeartbeatSweep {
  readonly #db: Reader;
  readonly #unreachableSeconds: number;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(options: { readonly db: Reader; readonly unreachableSeconds: number; readonly logger: Logger }) {
    this.#db = options.db;
    this.#unreachableSeconds = options.unreachableSeconds;
    this.#logger = options.logger;
  }

  /**
   * Looks five times within the limit, so that it is overstepped by a fifth at most. The first look, and the next after one that failed, come
   * after the whole limit: heartbeats that no orchestrator or no database was there to receive are not the agents' fault.
   */
  begin(): void {
    this.#next(this.#limit);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  get #limit(): number {
    return this.#unreachableSeconds * 1000;
  }

  #next(pause: number): void {
    if (this.#ended) return;
    this.#timer = setTimeout(
      () => void this.#sweep().then((done) => this.#next(done ? this.#limit / 5 : this.#limit)),
      pause,
    );
  }

  /** Answers whether it could be done. */
  async #sweep(): Promise<boolean> {
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
      return true;
    } catch (error) {
      this.#logger.warn({ err: error }, 'agents could not be looked after');
      return false;
    }
  }
}
