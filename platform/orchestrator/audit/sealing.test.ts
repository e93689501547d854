import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { anonymous, recordAudit } from './audit.ts';
import { sealAudit } from './sealing.ts';

let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

interface Seal {
  readonly position: number;
  readonly content: string;
  readonly hash: string;
}

const note = (id: string) =>
  recordAudit(database.db, { actor: anonymous, action: 'thing.seen', subject: { type: 'thing', id }, details: { id } });

async function seals(): Promise<readonly Seal[]> {
  return (await sql<Seal>`select * from acceptance.audit_seals order by position`.execute(database.db)).rows;
}

test('each entry is sealed once, with a hash over itself and the seal before, however many seal at once', async () => {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  await Promise.all(ids.map(note));
  await Promise.all([1, 2, 3].map(() => sealAudit(database.db)));
  await note('later');
  await sealAudit(database.db);
  const found = await seals();
  assert.deepEqual(
    found.map(({ position }) => position),
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
  found.reduce((before, { content, hash }) => {
    assert.equal(createHash('sha256').update(before).update(content).digest('hex'), hash);
    return Buffer.from(hash, 'hex');
  }, Buffer.alloc(0));
});

test('an entry that was changed in spite of everything no longer fits its seal', async () => {
  const { db } = database;
  await note('changed');
  await sealAudit(db);
  const [before] = (await seals()).slice(-1);
  await sql`alter table audit_log disable trigger all`.execute(db);
  await sql`update audit_log set details = '{}' where subject_id = 'changed'`.execute(db);
  await sql`alter table audit_log enable trigger all`.execute(db);
  const [now] = (await seals()).slice(-1);
  assert.equal(now?.hash, before?.hash);
  assert.notEqual(now?.content, before?.content);
});

test('a seal cannot be changed', async () => {
  await assert.rejects(sql`delete from audit_seals`.execute(database.db), /cannot be changed/);
});
