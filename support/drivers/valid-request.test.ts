import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { type ContractOperation, contractOperations } from './contract-operations';
import { exampleOf, validRequest } from './valid-request';

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);

test('whatever an operation wants to be sent is made up as it has to be', () => {
  for (const { operationId, body, parameters } of contractOperations()) {
    if (body) assert.ok(ajv.validate(body, exampleOf(body)), `${operationId}: ${ajv.errorsText()}`);
    for (const { name, schema } of parameters)
      assert.ok(ajv.validate(schema, exampleOf(schema)), `${operationId}, ${name}: ${ajv.errorsText()}`);
  }
});

const OPERATION = {
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
    { name: 'from', in: 'query', required: false, schema: { type: 'string' } },
  ],
  body: {
    type: 'object',
    required: ['ids'],
    properties: {
      ids: { type: 'array', minItems: 2, items: { type: 'string', format: 'uuid' } },
      note: { type: 'string' },
    },
  },
} as Pick<ContractOperation, 'parameters' | 'body'> as ContractOperation;

test('nothing is sent that need not be, unless it is named', () => {
  assert.deepEqual(Object.keys(validRequest(OPERATION).query ?? {}), []);
  assert.deepEqual(validRequest(OPERATION, { id: 'mine', from: 'here', ids: ['a', 'b'], note: 'n' }), {
    path: { id: 'mine' },
    query: { from: 'here' },
    body: { ids: ['a', 'b'], note: 'n' },
  });
});

test('a text with a pattern needs an example', () => {
  assert.throws(() => exampleOf({ type: 'string', pattern: '^a$' }), /needs an example in the contract/);
});
