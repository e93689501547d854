import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContractOperation } from '../drivers/contract-operations';
import { ACCESS, checkAccess } from './access-rules';
import { accessTables, withAccessTables } from './access-tables';

const operation = (given: Partial<ContractOperation>): ContractOperation => ({
  operationId: 'id',
  method: 'get',
  path: '/',
  summary: '',
  guard: 'bearer',
  onlyFor: undefined,
  parameters: [],
  body: undefined,
  statuses: [],
  ...given,
});
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: {} }] as const;

const OPERATIONS = [
  operation({ summary: 'sign in', guard: 'nobody' }),
  operation({ summary: 'see a customer', parameters: inPath('customer_id') }),
  operation({ summary: 'approve it', body: { properties: { recommendation_ids: {} } }, onlyFor: 'customer' }),
  operation({ summary: 'see all', onlyFor: 'operator' }),
  operation({ summary: 'register', guard: 'agentKey' }),
];
const TABLES = accessTables(OPERATIONS);
const mark = (name: string) => `  # Written by "npm run features:access": ${name}`;
const WRITTEN = withAccessTables(Object.keys(TABLES).map(mark).join('\n'), TABLES);

test('what the contract leaves open stands in no table, all else where it belongs', () => {
  assert.deepEqual(TABLES['what needs a token'], [['act'], ['see a customer'], ['approve it'], ['see all']]);
  assert.deepEqual(TABLES['what concerns one customer'], [['see a customer']]);
  assert.deepEqual(TABLES['what was worked out for one customer'], [['approve it']]);
  assert.deepEqual(TABLES['what only the operator may do'], [['see all']]);
  assert.equal(TABLES['what needs the agent key']?.length, 4);
});

test('a table takes the place of the one that stood there, and nothing else is touched', () => {
  const before = ['Examples:', mark('what only the operator may do'), '  | stale | row |', '', 'Rule: next'].join('\n');
  const after = ['Examples:', mark('what only the operator may do'), '  | see all |', '', 'Rule: next'].join('\n');
  assert.equal(withAccessTables(before, TABLES), after);
});

test('a table that nobody knows is refused, with those that there are', () => {
  assert.throws(() => withAccessTables(mark('nothing'), TABLES), /"nothing" is no table. There are what needs a token/);
});

test('as it was written, it is as the contract wants it', () => {
  assert.deepEqual(checkAccess(WRITTEN, OPERATIONS), []);
});

test('an operation that no table names is found, and a row that no operation stands for', () => {
  const [missing] = checkAccess(WRITTEN, [...OPERATIONS, operation({ summary: 'see more' })]);
  assert.equal(missing?.path, ACCESS);
  assert.match(missing?.what ?? '', /^"see more" is missing in the table of what needs a token$/);
  const [stale] = checkAccess(WRITTEN, OPERATIONS.slice(0, -1));
  assert.match(stale?.what ?? '', /"no agent key, register" stands without reason/);
});

test('a table that was taken away is missed, and an operation without words too', () => {
  const found = checkAccess('', [operation({ operationId: 'newOne' })]).map(({ what }) => what);
  assert.ok(found.includes('There is no table of what needs a token'));
  assert.ok(found.includes('Nothing says in business words what newOne does'));
});
