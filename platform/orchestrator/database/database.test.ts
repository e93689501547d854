import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { createLogger } from '../../shared/logger.ts';
import { deregisterAgent, listAgents, recordHeartbeat, registerAgent } from '../agents/registry.ts';
import { auditTrail, recordAudit } from '../audit/audit.ts';
import { accountFor, createCustomer, signUp } from '../customers/customers.ts';
import { emitEvent, eventsAfter } from '../events/events.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { inChange } from './change.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('migrating again, several at once, changes nothing', async () => {
  const target = { ...database, logger: createLogger('test', 'silent'), readerPassword: undefined };
  await Promise.all([migrate(target), migrate(target), migrate(target)]);
});

test('a check for traces of a customer sees every table that holds any, but for the audit trail', async () => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'customer_id' and table_name <> 'audit_log'
  `.execute(database.db);
  const seen = await sql<{ name: string }>`
    select table_name as name from information_schema.view_table_usage
    where view_schema = 'acceptance' and view_name = 'belongings'
  `.execute(database.db);
  const names = (found: readonly { readonly name: string }[]) => [...new Set(found.map(({ name }) => name))].toSorted();
  assert.deepEqual(names(seen.rows), names([...rows, { name: 'customers' }]));
});

test('the reader sees the views and nothing else', async () => {
  await signUp(database.db, form('reader@example.com'));
  const client = new pg.Client(database.readerUrl);
  await client.connect();
  try {
    const { rows } = await client.query('select email from acceptance.customers');
    assert.ok(rows.some(({ email }) => email === 'reader@example.com'));
    await assert.rejects(client.query('select * from customers'), /permission denied/);
    await assert.rejects(client.query("update acceptance.customers set email = 'x'"), /permission denied/);
  } finally {
    await client.end();
  }
});

test('the audit trail cannot be rewritten', async () => {
  const { db } = database;
  const customerId = await signUp(db, form('audit@example.com'));
  const entry = { actor: { type: 'customer', id: customerId }, subject: { type: 'customer', id: customerId } } as const;
  await recordAudit(db, { customerId, ...entry, action: 'customer.seen' });
  await assert.rejects(db.updateTable('audit_log').set({ action: 'x' }).execute(), /cannot be changed/);
  await assert.rejects(db.deleteFrom('audit_log').execute(), /cannot be changed/);
  await assert.rejects(sql`truncate audit_log`.execute(db), /cannot be changed/);
  const actions = (await auditTrail(db, customerId)).map(({ action }) => action);
  assert.deepEqual(actions, ['customer.signed_up', 'customer.seen']);
});

test('of two changes that wait for each other, the one that is given up is begun again', async () => {
  const [one, other] = await Promise.all(
    ['one@example.com', 'other@example.com'].map((email) => signUp(database.db, form(email))),
  );
  assert.ok(one && other);
  let begun = 0;
  const bothHoldOne = new Waiting(2);
  const rename = (first: string, second: string) =>
    inChange(database.stores, async ({ trx }) => {
      begun++;
      await trx.updateTable('customers').set({ company_name: first }).where('id', '=', first).execute();
      await bothHoldOne.arrive();
      await trx.updateTable('customers').set({ company_name: first }).where('id', '=', second).execute();
    });
  await Promise.all([rename(one, other), rename(other, one)]);
  assert.equal(begun, 3);
});

test('events of one customer come in the order of their ids, whoever writes them', async () => {
  const customerId = await signUp(database.db, form('events@example.com'));
  const write = (message: string) =>
    inChange(database.stores, (change) => emitEvent(change, { customerId, type: 'analysis.completed', message }));
  await Promise.all(Array.from({ length: 20 }, (_, index) => write(String(index))));
  const events = await eventsAfter(database.db, customerId, { after: 5, limit: 100 });
  assert.deepEqual(
    events.map(({ id }) => id),
    Array.from({ length: 15 }, (_, index) => index + 6),
  );
});

test('an e-mail address has one account, however it is written and however often it is asked for', async () => {
  const answers = await Promise.allSettled(
    ['same@example.com', 'SAME@example.com', 'Same@Example.com'].map((email) => signUp(database.db, form(email))),
  );
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await accountFor(database.db, 'sAmE@example.com', 'a long password'))?.role, 'customer');
  assert.equal(await accountFor(database.db, 'same@example.com', 'another password'), undefined);
});

test('a customer that the operator made signs in once signing up is completed', async () => {
  const { db } = database;
  const operator = { type: 'operator', id: 'olive' } as const;
  const made = await createCustomer(db, { email: 'made@example.com', company_name: 'Made', plan: 'pro' }, operator);
  assert.equal(await accountFor(db, 'made@example.com', ''), undefined);
  const customerId = await signUp(db, form('made@example.com'));
  assert.equal(customerId, made.customer_id);
  const account = await accountFor(db, 'made@example.com', 'a long password');
  assert.deepEqual(account, { role: 'customer', id: customerId, plan: 'pro' });
});

test('the same host and type is the same agent; one that was deregistered must register again', async () => {
  const { db, stores } = database;
  const agent = {
    agent_type: 'cost',
    version: '1',
    capabilities: ['a'],
    endpoint: 'http://127.0.0.1:1',
    pool: 'default',
  } as const;
  const registration = { ...agent, capabilities: [...agent.capabilities], hostname: 'host-1' };
  const id = await registerAgent(stores, registration);
  assert.equal(await registerAgent(stores, { ...registration, version: '2' }), id);
  await deregisterAgent(db, id);
  await assert.rejects(recordHeartbeat(stores, id, { status: 'active', current_tasks: 0, load: 0 }), /not registered/);
  assert.equal(await registerAgent(stores, registration), id);
  await recordHeartbeat(stores, id, { status: 'degraded', current_tasks: 3, load: 0.5 });
  const listed = (await listAgents(db)).find(({ agent_id }) => agent_id === id);
  assert.equal(listed?.status, 'degraded');
  assert.equal(listed?.current_tasks, 3);
});

function form(email: string) {
  return { email, company_name: 'Acme', password: 'a long password', plan: 'free' } as const;
}

/** Lets nobody on before so many have come; whoever comes later passes. */
class Waiting {
  #missing: number;
  #open: () => void = () => {};
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  constructor(expected: number) {
    this.#missing = expected;
  }

  arrive(): Promise<void> {
    this.#missing--;
    if (this.#missing <= 0) this.#open();
    return this.#opened;
  }
}
