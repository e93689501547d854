import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal, redact } from './journal';

describe('redact', () => {
  it('blanks passwords, tokens and keys in JSON, queries and headers', () => {
    const secrets = ['hunter2-hunter2', 'tok_12345', 'AKIA1234'];
    const text = `{"password":"hunter2-hunter2","agent_token":"tok_12345"} ?access_key=AKIA1234&region=us authorization: tok_12345`;
    for (const secret of secrets) assert(!redact(text).includes(secret), `${secret} in ${redact(text)}`);
    assert(redact(text).includes('region=us'), 'what is no secret stays');
  });
  it('blanks what stands behind the name of a scheme, and in JSON that is a text in JSON', () => {
    const texts = ['Authorization: Bearer tok_12345', '{"body":"{\\"api_key\\":\\"tok_12345\\"}"}'];
    for (const text of texts) assert(!redact(text).includes('tok_12345'), redact(text));
  });
  it('reads megabytes without any at once', () => {
    const text = 'a'.repeat(4_000_000);
    assert.equal(redact(text), text);
  });
  it('blanks signed tokens and passwords in addresses', () => {
    assert.equal(redact('see eyJhbGci.eyJzdWIi.c2ln now'), 'see [redacted] now');
    assert.equal(redact('postgres://reader:s3cret@127.0.0.1/db'), 'postgres://reader:[redacted]@127.0.0.1/db');
  });
});

describe('Journal', () => {
  it('notes failed calls too and keeps the newest entries', async () => {
    const journal = new Journal(2);
    await journal.timed('API', 'first', async () => 1);
    await assert.rejects(journal.timed('API', 'second', async () => Promise.reject(new Error('refused'))));
    await journal.timed('API', 'third', async () => 3, String);
    assert.deepEqual(
      journal.entries.map((entry) => entry.what),
      ['second', 'third'],
    );
    assert.match(journal.entries[0]?.answer ?? '', /refused/);
  });

  it('keeps the first rows of what was found, without their secrets', async () => {
    const journal = new Journal();
    const rows = Array.from({ length: 12 }, (_, id) => ({ id, password_hash: '$argon2id$v=19', name: 'Acme' }));
    await journal.timed(
      'PostgreSQL',
      'look',
      async () => rows,
      () => ({ answer: '12 rows', rows }),
    );
    const [entry] = journal.entries;
    assert.equal(entry?.answer, '12 rows');
    assert.equal(entry?.rows?.length, 10);
    assert.deepEqual(entry?.rows?.[1], { id: 1, password_hash: '[redacted]', name: 'Acme' });
  });
});
