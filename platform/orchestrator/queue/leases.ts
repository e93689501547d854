import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from '../../shared/logger.ts';
import type { Reader } from '../database/change.ts';

/** A lease is renewed so often before it expires that a few lost renewals do not matter. */
const RENEWALS = 5;

export interface LeaseOptions {
  readonly db: Reader;
  readonly logger: Logger;
  /** An orchestrator that has not renewed for so long is taken for dead, and its jobs are given to others. */
  readonly leaseSeconds: number;
}

/**
 * Says which of the queue's workers are alive. The queue itself would keep a dead worker's jobs locked for hours. All times are the
 * database's, so that the clocks of the orchestrators do not matter.
 */
export class Lease {
  readonly #db: Reader;
  readonly #logger: Logger;
  readonly #seconds: number;
  readonly #id = randomUUID();
  readonly #workerIds = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  /** Monotonic milliseconds before which nobody is taken for dead. */
  #trustsUntil = 0;

  constructor({ db, logger, leaseSeconds }: LeaseOptions) {
    this.#db = db;
    this.#logger = logger;
    this.#seconds = leaseSeconds;
  }

  addWorker(workerId: string): void {
    this.#workerIds.add(workerId);
  }

  /** Gives the jobs of a worker that has ended to others. */
  async removeWorker(workerId: string): Promise<void> {
    this.#workerIds.delete(workerId);
    await this.#renew();
    await releaseJobs(this.#db, [workerId]);
  }

  async begin(): Promise<void> {
    await this.#renew();
    this.#timer = setInterval(() => void this.renewAndSweep(), (this.#seconds * 1000) / RENEWALS);
  }

  /** Gives the jobs of this orchestrator's workers to others at once. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#db.deleteFrom('orchestrator_leases').where('orchestrator_id', '=', this.#id).execute();
    await releaseJobs(this.#db, [...this.#workerIds]);
  }

  /** One turn: says that this orchestrator lives, and gives the jobs of those that do not to others. */
  async renewAndSweep(): Promise<void> {
    try {
      await this.#renew();
      if (performance.now() < this.#trustsUntil) return;
      await this.#dropExpired();
      const dead = await workersWithoutLease(this.#db, this.#seconds);
      if (dead.length === 0) return;
      this.#logger.warn({ workers: dead }, 'taking over the jobs of workers that are gone');
      await releaseJobs(this.#db, dead);
    } catch (error) {
      this.#logger.warn({ err: error }, 'the lease could not be renewed');
      // Where the database was away, nobody could renew: it is not a sign of death.
      this.#trustsUntil = performance.now() + this.#seconds * 1000;
    }
  }

  async #renew(): Promise<void> {
    const lease = { worker_ids: [...this.#workerIds], renewed_at: sql<Date>`now()` };
    await this.#db
      .insertInto('orchestrator_leases')
      .values({ orchestrator_id: this.#id, ...lease })
      .onConflict((conflict) => conflict.column('orchestrator_id').doUpdateSet(lease))
      .execute();
  }

  async #dropExpired(): Promise<void> {
    await this.#db
      .deleteFrom('orchestrator_leases')
      .where('renewed_at', '<', sql<Date>`now() - make_interval(secs => ${this.#seconds})`)
      .execute();
  }
}

/** A worker that has just started may lock a job before its lease is written; hence the age of the lock. */
async function workersWithoutLease(db: Reader, seconds: number): Promise<readonly string[]> {
  const { rows } = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - make_interval(secs => ${seconds})
      and not exists (select from orchestrator_leases where jobs.locked_by = any(worker_ids))
  `.execute(db);
  return rows.map((row) => row.locked_by);
}

async function releaseJobs(db: Reader, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await sql`select graphile_worker.force_unlock_workers(${[...workerIds]}::text[])`.execute(db);
  await sql`select pg_notify('jobs:insert', '{"count":1}')`.execute(db);
}
