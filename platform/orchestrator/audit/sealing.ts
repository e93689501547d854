import { sql } from 'kysely';
import type { Logger } from '../../shared/logger.ts';
import type { Reader } from '../database/change.ts';

/** Entries sealed in one transaction. */
const MOST = 1000;
const INTERVAL_MS = 1000;

interface Seal {
  readonly last_position: number | null;
  readonly last_hash: Buffer | null;
}

/** Seals what has been written to the audit trail; of several orchestrators that do so at once each waits for the other. */
export async function sealAudit(db: Reader): Promise<Seal | undefined> {
  const { rows } = await sql<Seal>`select * from seal_audit_entries(${MOST})`.execute(db);
  return rows[0];
}

/** Seals the audit trail all the time. The log gets to know each seal, so that nobody can make the whole chain anew without notice. */
export class AuditSealing {
  readonly #db: Reader;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #known: number | null = null;
  #under: Promise<void> = Promise.resolve();

  constructor(options: { readonly db: Reader; readonly logger: Logger }) {
    this.#db = options.db;
    this.#logger = options.logger;
  }

  begin(): void {
    this.#timer = setTimeout(() => {
      this.#under = this.#seal().then(() => {
        if (this.#timer !== undefined) this.begin();
      });
    }, INTERVAL_MS);
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#under;
  }

  async #seal(): Promise<void> {
    try {
      const seal = await sealAudit(this.#db);
      const position = seal?.last_position ?? null;
      if (position === this.#known) return;
      this.#known = position;
      this.#logger.info({ position, hash: seal?.last_hash?.toString('hex') }, 'audit trail sealed');
    } catch (error) {
      this.#logger.warn({ err: error }, 'the audit trail could not be sealed');
    }
  }
}
