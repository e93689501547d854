import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutage, reaching, StoreOutage } from './store-outage.ts';

const withCode = (code: string) => Object.assign(new Error('something'), { code });

test('a store that is gone, going or still coming is out of reach', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006'])
    assert.ok(isOutage(withCode(code)), code);
  assert.ok(isOutage(new Error('Connection terminated unexpectedly')));
  assert.ok(isOutage(new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') })));
  assert.ok(isOutage(new AggregateError([withCode('ECONNREFUSED')])));
  assert.ok(isOutage(Object.assign(new Error('Reached the max retries'), { name: 'MaxRetriesPerRequestError' })));
});

test('what a store refuses is no outage', () => {
  for (const code of ['23505', '42P01', '57014']) assert.ok(!isOutage(withCode(code)), code);
  assert.ok(!isOutage(new Error('WRONGTYPE Operation against a key')));
  assert.ok(!isOutage('ECONNREFUSED'));
});

test('an outage is told with its store, anything else as it is', async () => {
  const lost = withCode('ECONNRESET');
  const fails = (error: Error) => reaching('ClickHouse', () => Promise.reject(error));
  await assert.rejects(fails(lost), (error) => error instanceof StoreOutage && error.cause === lost);
  const refused = withCode('23505');
  await assert.rejects(fails(refused), (error) => error === refused);
});
