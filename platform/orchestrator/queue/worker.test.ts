import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { createLogger } from '../../shared/logger.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { doingNothing } from '../testing/jobs.ts';
import { enqueue } from './jobs.ts';
import { startWorker } from './worker.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('a queue that could not write down what came of a job does it again, and goes on', {
  timeout: 60_000,
}, async () => {
  const { db, pool } = database;
  await refuseFirstCompletion();
  const [first, second] = [randomUUID(), randomUUID()];
  const done: string[] = [];
  const ended = new EventEmitter();
  const isDone = once(ended, 'done');
  const jobs = doingNothing({
    record_spend: async ({ customerId }) => {
      done.push(customerId);
      if (done.length === 2) await enqueue(db, 'record_spend', { customerId: second });
      if (done.length === 3) ended.emit('done');
    },
  });
  const logger = createLogger('test', 'silent');
  const options = { pool, db, jobs, concurrency: 2, leaseSeconds: 60, logger, observe: () => () => undefined };
  const worker = await startWorker(options);
  await enqueue(db, 'record_spend', { customerId: first });
  await isDone;
  await worker.stop();
  assert.deepEqual(done, [first, first, second]);
});

test('a job that was given out when the line broke is done all the same', { timeout: 60_000 }, async () => {
  const { db, pool } = database;
  let isBroken = false;
  const breaking = new Proxy(pool, {
    get: (target, name) => {
      if (name === 'connect' && isBroken) {
        isBroken = false;
        return () => Promise.reject(new Error('Connection terminated unexpectedly'));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const ended = new EventEmitter();
  const isDone = once(ended, 'done');
  const jobs = doingNothing({ record_spend: async () => void ended.emit('done') });
  const logger = createLogger('test', 'silent');
  const options = {
    pool: breaking,
    db,
    jobs,
    concurrency: 1,
    leaseSeconds: 60,
    logger,
    observe: () => () => undefined,
  };
  const worker = await startWorker(options);
  await giveOutToNobody(randomUUID());
  isBroken = true;
  await isDone;
  await worker.stop();
});

/** A job that is locked in the name of the pool that runs, and that it does not know of. */
async function giveOutToNobody(customerId: string): Promise<void> {
  const { db } = database;
  const { worker_ids } = await db.selectFrom('orchestrator_leases').select('worker_ids').executeTakeFirstOrThrow();
  await db.transaction().execute(async (trx) => {
    await enqueue(trx, 'record_spend', { customerId });
    await sql`
      update graphile_worker._private_jobs set locked_by = ${worker_ids[0]}, locked_at = now()
      where payload ->> 'customerId' = ${customerId}
    `.execute(trx);
  });
}

/** As if the line to the database broke when the first job that ends is written down. Sequences are not rolled back. */
async function refuseFirstCompletion(): Promise<void> {
  await sql`create sequence completions`.execute(database.db);
  await sql`
    create function refuse_first() returns trigger language plpgsql as $$
    begin
      if nextval('completions') = 1 then raise exception 'the line is broken'; end if;
      return old;
    end $$
  `.execute(database.db);
  await sql`
    create trigger refuse_first before delete on graphile_worker._private_jobs
    for each row execute function refuse_first()
  `.execute(database.db);
}
