import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { createLogger } from '../../shared/logger.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { doingNothing } from '../testing/jobs.ts';
import { enqueue } from './jobs.ts';
import { Lease } from './leases.ts';
import { startWorker } from './worker.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('after an outage nobody is taken for dead who could not renew the lease during it', async () => {
  const { db } = database;
  const other = { orchestrator_id: randomUUID(), worker_ids: ['other'] };
  const renewedAt = sql<Date>`now() - interval '1 hour'`;
  let isAway = true;
  const awayFirst = new Proxy(db, {
    get: (target, name) => {
      if (name === 'insertInto' && isAway) throw new Error('Connection terminated unexpectedly');
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const lease = new Lease({ db: awayFirst, logger: createLogger('test', 'silent'), leaseSeconds: 10 });
  await db
    .insertInto('orchestrator_leases')
    .values({ ...other, renewed_at: renewedAt })
    .execute();
  await lease.renewAndSweep();
  isAway = false;
  await lease.renewAndSweep();
  const found = db
    .selectFrom('orchestrator_leases')
    .select('orchestrator_id')
    .where('orchestrator_id', '=', other.orchestrator_id);
  assert.equal((await found.execute()).length, 1);
  await lease.end();
  await new Lease({ db, logger: createLogger('test', 'silent'), leaseSeconds: 10 }).renewAndSweep();
  assert.equal((await found.execute()).length, 0);
});

test('a job of an orchestrator whose lease has run out is done by another; one whose lease runs keeps it', async () => {
  const { db, pool } = database;
  const [lost, kept] = [randomUUID(), randomUUID()];
  for (const customerId of [lost, kept]) await enqueue(db, 'record_spend', { customerId });
  await lockFor(lost, 'dead');
  await lockFor(kept, 'alive');
  await db
    .insertInto('orchestrator_leases')
    .values({
      orchestrator_id: randomUUID(),
      worker_ids: ['alive'],
      renewed_at: sql<Date>`now() + interval '1 hour'`,
    })
    .execute();
  const done: string[] = [];
  const worker = await new Promise<Awaited<ReturnType<typeof startWorker>>>((resolve, reject) => {
    const jobs = doingNothing({
      record_spend: async ({ customerId }) => {
        done.push(customerId);
        resolve(starting);
      },
    });
    const logger = createLogger('test', 'silent');
    const options = { pool, db, jobs, concurrency: 1, leaseSeconds: 0.5, logger, observe: () => () => undefined };
    const starting = startWorker(options);
    starting.catch(reject);
  });
  await worker.stop();
  assert.deepEqual(done, [lost]);
});

/** As if a worker had taken the job an hour ago. */
async function lockFor(customerId: string, worker: string): Promise<void> {
  await sql`
    update graphile_worker._private_jobs set locked_by = ${worker}, locked_at = now() - interval '1 hour'
    where payload ->> 'customerId' = ${customerId}
  `.execute(database.db);
}
