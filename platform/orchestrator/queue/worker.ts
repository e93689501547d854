import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Runner, run, type Task, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Logger } from '../../shared/logger.ts';
import { isOutage } from '../../shared/store-outage.ts';
import type { Reader } from '../database/change.ts';
import type { ObserveJob } from '../observability.ts';
import { whenReachable } from '../stores/reachable.ts';
import type { Job, JobName } from './jobs.ts';
import { Lease } from './leases.ts';
import { queueLogger } from './logger.ts';

export type Jobs = { readonly [N in JobName]: Job<N> };

export interface WorkerOptions {
  readonly pool: Pool;
  readonly db: Reader;
  readonly jobs: Jobs;
  readonly concurrency: number;
  /** An orchestrator that has not renewed its lease for so long is taken for dead. */
  readonly leaseSeconds: number;
  readonly logger: Logger;
  readonly observe: ObserveJob;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

/** New jobs arrive by LISTEN; this is how late a job may be that waits for its time or for its next try. */
const POLL_INTERVAL_MS = 500;

/** A stop waits so long for running jobs. What is not done by then begins again on another orchestrator, or on the next start. */
const STOP_PATIENCE_MS = 300;

/** Writes in batches, here of what ends within the same turn: a pool that cannot write then says so, which `Queue` waits for. */
const BATCHES = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } } as const;

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const queue = new Queue(options);
  await queue.begin();
  return queue;
}

/**
 * A pool of workers, and another in its place where it has given up: at the first time that it could not ask for a job, or write down what
 * came of one, because PostgreSQL is away at that moment. Of the latter it tells nobody (graphile/worker#635, #636): jobs would lie about unseen.
 */
class Queue implements RunningWorker {
  readonly #options: WorkerOptions;
  readonly #lease: Lease;
  #runner: Runner | undefined;
  #isStopping = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#lease = new Lease(options);
  }

  async begin(): Promise<void> {
    await this.#run();
    await this.#lease.begin();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const stopped = this.#runner?.stop().catch(() => undefined);
    await Promise.race([stopped, delay(STOP_PATIENCE_MS)]);
    await this.#lease.end();
  }

  async #run(): Promise<void> {
    const { pool, concurrency, logger, jobs } = this.#options;
    const events: WorkerEvents = new EventEmitter();
    // Jobs are locked in the name of the pool that fetched them.
    events.on('pool:create', ({ workerPool }) => this.#lease.addWorker(workerPool.id));
    // A job may have been given out in the moment in which the line broke, so that the pool does not know of it.
    events.once('worker:getJob:error', ({ worker }) => giveUp(worker.workerPool));
    events.on('pool:gracefulShutdown', ({ workerPool }) => {
      // A failure has nobody to catch it, which ends the process, and gives its jobs to others.
      if (!this.#isStopping) void this.#replace(workerPool);
    });
    this.#runner = await run({
      pgPool: pool,
      preset: BATCHES,
      concurrency,
      pollInterval: POLL_INTERVAL_MS,
      noHandleSignals: true,
      logger: queueLogger(logger),
      events,
      taskList: Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, asTask(name, job, this.#options)])),
    });
  }

  /** What the old pool has in work it does to its end; what it could not write down is done again. */
  async #replace({ id, promise }: WorkerPool): Promise<void> {
    const { logger } = this.#options;
    logger.warn({ pool: id }, 'the queue has given up, and begins again');
    await whenReachable('PostgreSQL', logger, () => this.#run());
    if (this.#isStopping) return void this.#runner?.stop().catch(() => undefined);
    await promise.catch(() => undefined);
    await whenReachable('PostgreSQL', logger, () => this.#lease.removeWorker(id));
  }
}

function giveUp(pool: WorkerPool): void {
  Promise.resolve(pool.gracefulShutdown('The line to PostgreSQL is broken')).catch(() => undefined);
}

function asTask(
  name: string,
  job: (payload: never, attempt: { isLast: boolean }) => Promise<void>,
  options: WorkerOptions,
): Task {
  return async (payload, helpers) => {
    const ended = options.observe(name);
    const isLast = helpers.job.attempts >= helpers.job.max_attempts;
    try {
      // Only `enqueue` adds jobs, and it knows each one's payload.
      await job(payload as never, { isLast });
      ended('done');
    } catch (error) {
      options.logger.error({ err: error, job: name, payload, isLast }, 'job failed');
      ended('failed');
      if (isOutage(error)) await untilBack(options);
      throw error;
    }
  };
}

/** A failure that cannot be written down would be tried ever more rarely: it waits until it can. Beyond that the queue tries by itself. */
async function untilBack({ db, logger }: WorkerOptions): Promise<void> {
  await whenReachable('PostgreSQL', logger, () => sql`select 1`.execute(db)).catch((error: unknown) => {
    logger.warn({ err: error }, 'the queue cannot be written');
  });
}
