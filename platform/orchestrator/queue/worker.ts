import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Runner, run, type Task, type WorkerEvents } from 'graphile-worker';
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

/**
 * What came of a job is written again until it is written, for minutes at most: PostgreSQL may be away at that moment. Without a batch, here of
 * what ends within the same turn, the queue would write it once.
 */
const PERSISTENT = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } } as const;

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const lease = new Lease(options);
  const events: WorkerEvents = new EventEmitter();
  // Jobs are locked in the name of the pool that fetched them.
  events.on('pool:create', ({ workerPool }) => lease.addWorker(workerPool.id));
  const runner = await run({
    pgPool: options.pool,
    preset: PERSISTENT,
    concurrency: options.concurrency,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    logger: queueLogger(options.logger),
    events,
    taskList: Object.fromEntries(Object.entries(options.jobs).map(([name, job]) => [name, asTask(name, job, options)])),
  });
  // Should the queue give up, its promise rejects with nobody to catch it, which ends the process: jobs must not lie about unseen.
  await lease.begin();
  return { stop: () => stop(runner, lease) };
}

async function stop(runner: Runner, lease: Lease): Promise<void> {
  const stopped = runner.stop().catch(() => undefined);
  await Promise.race([stopped, delay(STOP_PATIENCE_MS)]);
  await lease.end();
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
