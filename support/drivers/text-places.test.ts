import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContractOperation } from './contract-operations';
import { placed, textPlaces } from './text-places';

const OPERATION = {
  parameters: [
    { name: 'id', in: 'path' },
    { name: 'x-key', in: 'header' },
  ],
  body: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      size: { type: 'number' },
      parts: { type: 'array', items: { type: 'object', properties: { kind: { type: 'string' } } } },
    },
  },
} as unknown as ContractOperation;

test('each parameter and each text of the body is a place', () => {
  assert.deepEqual(textPlaces(OPERATION), [
    { in: 'path', at: ['id'] },
    { in: 'body', at: ['name'] },
    { in: 'body', at: ['parts', 0, 'kind'] },
  ]);
});

test('a text is put in its place, and what leads there is made', () => {
  assert.deepEqual(placed({ size: 1 }, ['parts', 0, 'kind'], 'evil'), { size: 1, parts: [{ kind: 'evil' }] });
  assert.deepEqual(placed({ parts: [{ kind: 'a', size: 2 }] }, ['parts', 0, 'kind'], 'evil'), {
    parts: [{ kind: 'evil', size: 2 }],
  });
});
